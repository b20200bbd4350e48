package org.parallelbackprop.engine.gpu;

import java.util.Optional;
import jcuda.driver.CUdeviceptr;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;

/** Products by the kernels in {@code products.cuh}, with the elementwise work as their epilogue. */
final class TiledProducts implements LayerProducts {

  private final Kernels kernels;
  private final CudaStream stream;

  TiledProducts(Kernels kernels, CudaStream stream) {
    this.kernels = kernels;
    this.stream = stream;
  }

  @Override
  public void linear(CUdeviceptr z, CUdeviceptr a, CUdeviceptr w, int rows, int in, int out) {
    kernels.forward(stream, z, a, w, DeviceBuffer.NULL, rows, in, out, Activation.SIGMOID);
  }

  @Override
  public void activated(
      CUdeviceptr h,
      CUdeviceptr a,
      CUdeviceptr w,
      CUdeviceptr bias,
      int rows,
      int in,
      int out,
      Activation activation) {
    kernels.forward(stream, h, a, w, bias, rows, in, out, activation);
  }

  @Override
  public void inputGradient(
      CUdeviceptr da,
      CUdeviceptr d,
      CUdeviceptr w,
      CUdeviceptr a,
      int rows,
      int in,
      int out,
      Activation activation) {
    kernels.inputGradient(stream, da, d, w, a, rows, in, out, activation);
  }

  @Override
  public void weightGradient(
      CUdeviceptr w,
      CUdeviceptr d,
      CUdeviceptr a,
      int rows,
      int in,
      int out,
      float alpha,
      float beta) {
    kernels.weightGradient(stream, w, d, a, rows, in, out, alpha, beta);
  }

  @Override
  public Optional<String> libraryVersion() {
    return Optional.empty();
  }
}

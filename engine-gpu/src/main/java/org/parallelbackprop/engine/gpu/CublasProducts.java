package org.parallelbackprop.engine.gpu;

import java.util.Optional;
import jcuda.driver.CUdeviceptr;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.gpu.cuda.CublasHandle;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;

/** Products by cuBLAS, and kernels of our own for what surrounds them. */
final class CublasProducts implements LayerProducts {

  private final CublasHandle cublas;
  private final Kernels kernels;
  private final CudaStream stream;

  CublasProducts(CublasHandle cublas, Kernels kernels, CudaStream stream) {
    this.cublas = cublas;
    this.kernels = kernels;
    this.stream = stream;
  }

  @Override
  public void linear(CUdeviceptr z, CUdeviceptr a, CUdeviceptr w, int rows, int in, int out) {
    cublas.enqueueProduct(z, a, false, w, true, rows, out, in, 1, 0);
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
    linear(h, a, w, rows, in, out);
    kernels.biasActivation(stream, h, bias, rows, out, activation);
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
    cublas.enqueueProduct(da, d, false, w, false, rows, in, out, 1, 0);
    kernels.hiddenDelta(stream, da, a, (long) rows * in, activation);
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
    cublas.enqueueProduct(w, d, true, a, false, out, in, rows, alpha, beta);
  }

  @Override
  public Optional<String> libraryVersion() {
    return Optional.of(cublas.version());
  }
}

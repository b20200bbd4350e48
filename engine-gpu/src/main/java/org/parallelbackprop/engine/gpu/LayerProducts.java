package org.parallelbackprop.engine.gpu;

import java.util.Optional;
import jcuda.driver.CUdeviceptr;
import org.parallelbackprop.engine.Activation;

/**
 * The matrix products of a fully connected layer, with the elementwise work that an implementation
 * may do in passing. All are enqueued in one stream; all matrices are row-major without padding.
 *
 * <p>A layer has {@code in} inputs and {@code out} outputs; {@code rows} is the number of examples.
 */
interface LayerProducts {

  /** Enqueues z [rows, out] ← a [rows, in] · w [out, in]ᵀ. */
  void linear(CUdeviceptr z, CUdeviceptr a, CUdeviceptr w, int rows, int in, int out);

  /** Enqueues h [rows, out] ← σ(a [rows, in] · w [out, in]ᵀ + bias [out]). */
  void activated(
      CUdeviceptr h,
      CUdeviceptr a,
      CUdeviceptr w,
      CUdeviceptr bias,
      int rows,
      int in,
      int out,
      Activation activation);

  /**
   * Enqueues da [rows, in] ← (d [rows, out] · w [out, in]) ⊙ σ′(z): what reaches the layer below.
   *
   * @param a σ(z) [rows, in], the layer's inputs
   */
  void inputGradient(
      CUdeviceptr da,
      CUdeviceptr d,
      CUdeviceptr w,
      CUdeviceptr a,
      int rows,
      int in,
      int out,
      Activation activation);

  /** Enqueues w [out, in] ← alpha · d [rows, out]ᵀ · a [rows, in] + beta · w. */
  void weightGradient(
      CUdeviceptr w,
      CUdeviceptr d,
      CUdeviceptr a,
      int rows,
      int in,
      int out,
      float alpha,
      float beta);

  /** Version of the library behind it, if there is one. */
  Optional<String> libraryVersion();
}

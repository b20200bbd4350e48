package org.parallelbackprop.engine.gpu;

import org.parallelbackprop.engine.gpu.cuda.CublasHandle;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/** Where the products of matrices come from, which is what the engines differ in. */
public enum ProductSource {
  /** cuBLAS, in float32. */
  CUBLAS(true, "float32"),
  /** cuBLAS, with tensor cores. */
  CUBLAS_TF32(true, "tf32"),
  /** Our own kernels. */
  OWN_KERNELS(false, "float32");

  private final boolean cublas;
  private final String precision;

  ProductSource(boolean cublas, String precision) {
    this.cublas = cublas;
    this.precision = precision;
  }

  boolean needsCublas() {
    return cublas;
  }

  /** For the record. */
  String precision() {
    return precision;
  }

  /** Opens what computes products in {@code stream}; {@code owned} closes it. */
  LayerProducts open(CudaStream stream, Kernels kernels, Owned owned) {
    return cublas
        ? new CublasProducts(
            owned.own(new CublasHandle(stream, this == CUBLAS_TF32)), kernels, stream)
        : new TiledProducts(kernels, stream);
  }
}

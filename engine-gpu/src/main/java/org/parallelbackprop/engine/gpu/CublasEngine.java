package org.parallelbackprop.engine.gpu;

/** {@code gpu-cublas}: matrix products by cuBLAS in float32. */
public final class CublasEngine extends GpuEngine {

  public CublasEngine() {
    super("gpu-cublas", ProductSource.CUBLAS);
  }
}

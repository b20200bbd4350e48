package org.parallelbackprop.engine.gpu;

/**
 * {@code gpu-cublas-tf32}: matrix products by cuBLAS on tensor cores, which keep 10 bits after the
 * point of the factors and add in float32.
 */
public final class CublasTf32Engine extends GpuEngine {

  public CublasTf32Engine() {
    super("gpu-cublas-tf32", ProductSource.CUBLAS_TF32);
  }
}

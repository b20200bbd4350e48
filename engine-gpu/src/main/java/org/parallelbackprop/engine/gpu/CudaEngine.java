package org.parallelbackprop.engine.gpu;

/** {@code gpu-cuda}: own kernels only. */
public final class CudaEngine extends GpuEngine {

  public CudaEngine() {
    super("gpu-cuda", ProductSource.OWN_KERNELS);
  }
}

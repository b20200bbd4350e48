package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** Compiled kernels, translated by the driver for the GPU it has. */
public final class KernelModule implements Owned.Resource {

  private final CUmodule handle = new CUmodule();

  /**
   * Loads kernels.
   *
   * @param ptx text in NVIDIA's assembly language
   */
  public KernelModule(String ptx) {
    CudaCallException.check(cuModuleLoadData(handle, ptx), "load the kernels");
  }

  /** The kernel of that name. */
  public Kernel kernel(String name) {
    CUfunction function = new CUfunction();
    CudaCallException.check(cuModuleGetFunction(function, handle, name), "find the kernel " + name);
    return new Kernel(name, function);
  }

  @Override
  public void close() {
    CudaCallException.check(cuModuleUnload(handle), "unload the kernels");
  }
}

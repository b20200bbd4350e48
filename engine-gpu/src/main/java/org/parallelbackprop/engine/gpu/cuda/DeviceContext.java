package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;

/** A share in the first GPU's primary context, which goes when the last share is given back. */
public final class DeviceContext implements Owned.Resource {

  private final CUdevice device = Device.handle();
  private final CUcontext handle = new CUcontext();

  /** Takes a share and makes the context current. */
  public DeviceContext() {
    CudaCallException.check(
        cuDevicePrimaryCtxRetain(handle, device), "create a context on the GPU");
    makeCurrent();
  }

  /** Makes it the context of the calling thread, as every call of the driver needs. */
  public void makeCurrent() {
    CudaCallException.check(cuCtxSetCurrent(handle), "make the GPU's context current");
  }

  @Override
  public void close() {
    CudaCallException.check(cuDevicePrimaryCtxRelease(device), "release the GPU's context");
  }
}

package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;

/** A mark in a stream. */
public final class CudaEvent implements Owned.Resource {

  private final CUevent handle = new CUevent();

  private CudaEvent(int flags) {
    CudaCallException.check(cuEventCreate(handle, flags), "create an event");
  }

  /** A mark that streams wait for. */
  public static CudaEvent forOrder() {
    return new CudaEvent(CUevent_flags.CU_EVENT_DISABLE_TIMING);
  }

  /** A mark with a time. */
  public static CudaEvent forTime() {
    return new CudaEvent(CUevent_flags.CU_EVENT_DEFAULT);
  }

  CUevent handle() {
    return handle;
  }

  /** Seconds between two marks made by {@link #forTime}, on the device's clock. */
  public static double seconds(CudaEvent from, CudaEvent to) {
    CudaCallException.check(cuEventSynchronize(to.handle), "reach an event");
    float[] milliseconds = new float[1];
    CudaCallException.check(
        cuEventElapsedTime(milliseconds, from.handle, to.handle), "tell the time between events");
    return milliseconds[0] / 1e3;
  }

  @Override
  public void close() {
    CudaCallException.check(cuEventDestroy(handle), "destroy an event");
  }
}

package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import org.jspecify.annotations.Nullable;

/** A queue of work for the device. */
public final class CudaStream implements Owned.Resource {

  private final CUstream handle = new CUstream();
  private @Nullable LaunchObserver observer;

  /** A stream that does not wait for the default stream. */
  public CudaStream() {
    CudaCallException.check(
        cuStreamCreate(handle, CUstream_flags.CU_STREAM_NON_BLOCKING), "create a stream");
  }

  CUstream handle() {
    return handle;
  }

  /** Has every kernel and product that is enqueued from now on reported; null to nobody. */
  public void observe(@Nullable LaunchObserver newObserver) {
    observer = newObserver;
  }

  /** Enqueues one kernel or product. */
  void enqueue(String name, Runnable launch) {
    if (observer == null) {
      launch.run();
    } else {
      observer.before(this);
      launch.run();
      observer.after(this, name);
    }
  }

  /** Has what is enqueued from now on wait for all that is in {@code other} now. */
  public void waitFor(CudaStream other, CudaEvent marker) {
    CudaCallException.check(cuEventRecord(marker.handle(), other.handle), "record an event");
    CudaCallException.check(
        cuStreamWaitEvent(handle, marker.handle(), 0), "have a stream wait for another");
  }

  /** Marks the end of what is enqueued now. */
  public void record(CudaEvent event) {
    CudaCallException.check(cuEventRecord(event.handle(), handle), "record an event");
  }

  /**
   * Returns when all work is done.
   *
   * @param work what is waited for, for the message of a kernel's failure: "train an epoch"
   */
  public void synchronize(String work) {
    CudaCallException.check(cuStreamSynchronize(handle), work);
  }

  @Override
  public void close() {
    CudaCallException.check(cuStreamDestroy(handle), "destroy a stream");
  }
}

package org.parallelbackprop.engine.gpu.cuda;

/** Is told of everything that is enqueued in a stream. */
public interface LaunchObserver {

  /** Something is about to be enqueued. */
  void before(CudaStream stream);

  /** It has been. */
  void after(CudaStream stream, String name);
}

package org.parallelbackprop.engine.gpu;

import org.parallelbackprop.engine.gpu.cuda.CudaEvent;
import org.parallelbackprop.engine.gpu.cuda.CudaGraph;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.LaunchObserver;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * What an epoch would take if its kernels had nothing to do: those of the main lane, which follow
 * each other, times what one costs that has next to nothing to do, submitted in the same way.
 *
 * @param kernels of the main lane in an epoch
 * @param secondsPerKernel from the end of a kernel to the end of the next
 */
record LaunchCost(long kernels, double secondsPerKernel) {

  /** Together some 50 µs, a hundred times the resolution of the device's clock. */
  private static final int MEASURED = 32;

  private static final double MICRO = 1e-6;

  /**
   * Measures.
   *
   * @param kernels of the main lane in an epoch
   * @param stream where
   * @param smallKernel enqueues a kernel of a single thread block
   * @param inGraph whether they are recorded and launched together
   */
  static LaunchCost measure(
      long kernels, CudaStream stream, Runnable smallKernel, boolean inGraph) {
    Runnable all =
        () -> {
          for (int i = 0; i < MEASURED; i++) {
            smallKernel.run();
          }
        };
    try (Owned owned = new Owned()) {
      CudaEvent from = owned.own(CudaEvent.forTime());
      CudaEvent to = owned.own(CudaEvent.forTime());
      Runnable submission = all;
      if (inGraph) {
        CudaGraph graph = owned.own(CudaGraph.capture(stream, all));
        submission = () -> graph.launch(stream);
      }
      submission.run();
      stream.record(from);
      submission.run();
      stream.record(to);
      stream.synchronize("measure what launches cost");
      return new LaunchCost(kernels, CudaEvent.seconds(from, to) / MEASURED);
    }
  }

  /** Counts what is enqueued in a stream. */
  static final class Counter implements LaunchObserver {

    private long count;

    @Override
    public void before(CudaStream stream) {}

    @Override
    public void after(CudaStream stream, String name) {
      count++;
    }

    long count() {
      return count;
    }
  }

  /** For the record. */
  String microseconds() {
    return String.valueOf(Math.round(secondsPerKernel / MICRO * 1000) / 1000.0);
  }
}

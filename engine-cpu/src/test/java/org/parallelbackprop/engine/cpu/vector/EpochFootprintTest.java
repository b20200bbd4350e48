package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.ConformanceCase;

/** What an epoch takes from the machine besides time: nothing that grows with its length. */
final class EpochFootprintTest {

  private static final int THREADS = 3;

  /** Until C2 has compiled the vector code, the Vector API allocates its vectors. */
  private static final int MAX_EPOCHS = 500;

  private final ConformanceCase work =
      new ConformanceCase(
          new TrainingSpec(
              NetworkShape.parse("100-96-96-10"), Activation.SIGMOID, Loss.MSE, 32, 0.1f, 0, 0),
          653);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private TrainingSession loaded() {
    EngineOptions options =
        new EngineOptions(
            Map.of("threads", "" + THREADS, "vector-bits", "preferred", "input-zeros", "skip"));
    TrainingSession session = new CpuVectorEngine().open(work.spec(), options, work.initial(0));
    session.load(work.examples());
    return session;
  }

  @Test
  void anEpochStartsNoThread() {
    try (TrainingSession session = loaded()) {
      session.trainEpoch(work.order(1));
      long started = threads.getTotalStartedThreadCount();
      session.trainEpoch(work.order(2));
      assertThat(threads.getTotalStartedThreadCount()).isEqualTo(started);
    }
  }

  @Test
  void aLongEpochAllocatesNoMoreThanAShortOneOnceItIsCompiled() {
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
    int[] all = work.order(1);
    int[] one = Arrays.copyOf(all, 1);
    try (TrainingSession session = loaded()) {
      session.warmUp();
      boolean same = false;
      for (int epoch = 0; epoch < MAX_EPOCHS && !same; epoch++) {
        same = bytesAllocated(session, all) == bytesAllocated(session, one);
      }
      assertThat(same).as("an epoch that allocates no more than one of a single example").isTrue();
    }
  }

  /** Of all workers together. */
  private long bytesAllocated(TrainingSession session, int[] order) {
    long[] ids =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("cpu-vector-worker"))
            .mapToLong(Thread::threadId)
            .toArray();
    assertThat(ids).hasSize(THREADS - 1);
    long before = Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    long own = threads.getCurrentThreadAllocatedBytes();
    session.trainEpoch(order);
    long ownAfter = threads.getCurrentThreadAllocatedBytes();
    return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum() - before + ownAfter - own;
  }
}

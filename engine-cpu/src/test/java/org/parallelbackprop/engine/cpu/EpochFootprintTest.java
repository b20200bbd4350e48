package org.parallelbackprop.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.conformance.ConformanceCase;

/** What an epoch takes from the machine besides time: nothing. */
final class EpochFootprintTest {

  private static final int THREADS = 3;

  private final ConformanceCase work = ConformanceCase.typical();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private TrainingSession trainedOnce() {
    TrainingSession session =
        new CpuThreadsEngine().open(work.spec(), EngineOptions.threads(THREADS), work.initial(0));
    session.load(work.examples());
    session.trainEpoch(work.order(1));
    return session;
  }

  @Test
  void anEpochStartsNoThread() {
    try (TrainingSession session = trainedOnce()) {
      long started = threads.getTotalStartedThreadCount();
      session.trainEpoch(work.order(2));
      assertThat(threads.getTotalStartedThreadCount()).isEqualTo(started);
    }
  }

  @Test
  void workersAllocateNothing() {
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
    try (TrainingSession session = trainedOnce()) {
      List<Thread> workers =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("cpu-threads-worker"))
              .toList();
      assertThat(workers).hasSize(THREADS - 1);
      long[] ids = workers.stream().mapToLong(Thread::threadId).toArray();
      long[] before = threads.getThreadAllocatedBytes(ids);
      session.trainEpoch(work.order(2));
      assertThat(threads.getThreadAllocatedBytes(ids)).isEqualTo(before);
    }
  }

  /** What the caller allocates, the returned loss, does not depend on the number of batches. */
  @Test
  void aLongEpochAllocatesNoMoreThanAShortOne() {
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
    try (TrainingSession session = trainedOnce()) {
      int[] all = work.order(2);
      int[] one = Arrays.copyOf(all, 1);
      assertThat(bytesAllocated(session, all)).isEqualTo(bytesAllocated(session, one));
    }
  }

  private long bytesAllocated(TrainingSession session, int[] order) {
    long before = threads.getCurrentThreadAllocatedBytes();
    session.trainEpoch(order);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}

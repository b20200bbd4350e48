package org.parallelbackprop.engine.cpu.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.ConformanceCase;

/**
 * A program that prints how many bytes all threads together allocate, and how many threads start,
 * in a long epoch and in one of a single example. Two threads, so that most machines have a
 * processor for each, and the team sees how fast they are.
 */
final class EpochFootprint {

  /** Until C2 has compiled the vector code, the Vector API allocates its vectors. */
  private static final int MAX_EPOCHS = 500;

  private EpochFootprint() {}

  public static void main(String[] arguments) {
    ConformanceCase work =
        new ConformanceCase(
            new TrainingSpec(
                NetworkShape.parse("100-96-96-10"), Activation.SIGMOID, Loss.MSE, 32, 0.1f, 0, 0),
            653);
    EngineOptions options =
        new EngineOptions(
            Map.of("threads", "2", "vector-bits", "preferred", "input-zeros", "skip"));
    int[] all = work.order(1);
    int[] one = Arrays.copyOf(all, 1);
    try (TrainingSession session =
        new CpuVectorEngine().open(work.spec(), options, work.initial(0))) {
      session.load(work.examples());
      session.warmUp();
      String last = "";
      for (int epoch = 0; epoch < MAX_EPOCHS && !last.startsWith("same"); epoch++) {
        String inLong = footprint(session, all);
        String inShort = footprint(session, one);
        last = (inLong.equals(inShort) ? "same " : "other ") + inLong + " " + inShort;
      }
      System.out.println(last);
    }
  }

  private static String footprint(TrainingSession session, int[] order) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("cpu-vector-worker"))
            .mapToLong(Thread::threadId)
            .toArray();
    long started = threads.getTotalStartedThreadCount();
    long before = Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    long own = threads.getCurrentThreadAllocatedBytes();
    session.trainEpoch(order);
    long ownBytes = threads.getCurrentThreadAllocatedBytes() - own;
    long bytes = Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum() - before + ownBytes;
    return bytes + "," + (threads.getTotalStartedThreadCount() - started);
  }
}

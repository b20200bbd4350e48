package org.parallelbackprop.worker;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The threads with which the JVM compiles.
 *
 * <p>What the worker does between two epochs, such as reading and writing files, makes them compile
 * as well. An epoch that begins meanwhile shares the processors with them: one of 10 ms with as
 * many threads as processors took three times as long.
 */
public final class JitCompilers {

  /** How long nothing has to end for the compilers to count as idle: longer than most take. */
  private static final double QUIET_SECONDS = 0.05;

  /** After this time they are not waited for any more. */
  private static final double MOST_SECONDS = 1;

  private static final long PAUSE_NANOSECONDS = 1_000_000;

  private JitCompilers() {}

  /** Waits until nothing is being compiled, as far as one can tell, but not for long. */
  public static void awaitIdle() {
    CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
    if (compilation != null && compilation.isCompilationTimeMonitoringSupported()) {
      awaitIdle(
          compilation::getTotalCompilationTime,
          new WorkerClock()::seconds,
          () -> LockSupport.parkNanos(PAUSE_NANOSECONDS));
    }
  }

  /**
   * The same.
   *
   * @param compiled changes whenever a compilation ends
   * @param seconds the time since the wait began
   * @param pause lets some time pass
   */
  static void awaitIdle(LongSupplier compiled, DoubleSupplier seconds, Runnable pause) {
    double last = 0;
    long before = compiled.getAsLong();
    for (double now = 0;
        now - last < QUIET_SECONDS && now < MOST_SECONDS;
        now = seconds.getAsDouble()) {
      pause.run();
      long after = compiled.getAsLong();
      if (after != before) {
        before = after;
        last = seconds.getAsDouble();
      }
    }
  }
}

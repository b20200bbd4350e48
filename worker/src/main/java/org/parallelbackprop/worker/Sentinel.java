package org.parallelbackprop.worker;

/**
 * A small fixed piece of work before each run. Its time says nothing about an engine; that it
 * differs from run to run says that the machine did: another clock rate, another guest, heat.
 */
final class Sentinel {

  /** A chain of dependent operations as long as a tenth of a second on a processor of 2026. */
  private static final int STEPS = 40_000_000;

  private static final int REPETITIONS = 3;

  private Sentinel() {}

  /** Seconds of the last of three repetitions; the first ones get it compiled. */
  static double seconds() {
    WorkerClock clock = new WorkerClock();
    double value = 1;
    for (int i = 0; i < REPETITIONS; i++) {
      clock.start();
      value = chain(value);
    }
    double seconds = clock.seconds();
    if (!(value > 0)) {
      throw new IllegalStateException("the chain must stay positive, but came to " + value);
    }
    return seconds;
  }

  private static double chain(double start) {
    double value = start;
    for (int i = 0; i < STEPS; i++) {
      value = value * 0.5 + 1;
    }
    return value;
  }
}

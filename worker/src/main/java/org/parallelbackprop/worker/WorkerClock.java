package org.parallelbackprop.worker;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The only clock of the process; it stands outside the engines. */
final class WorkerClock {

  private static final double NANOSECONDS_PER_SECOND = 1e9;

  private long startedNanos = System.nanoTime();

  /** The present moment, ISO 8601 in UTC, to the millisecond. */
  static String timestamp() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Starts a measurement. */
  void start() {
    startedNanos = System.nanoTime();
  }

  /** Wall-clock seconds since the last {@link #start()}. */
  double seconds() {
    return (System.nanoTime() - startedNanos) / NANOSECONDS_PER_SECOND;
  }
}

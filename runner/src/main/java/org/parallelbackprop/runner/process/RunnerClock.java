package org.parallelbackprop.runner.process;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The runner's clock: for progress and time limits, never for a measurement. */
public final class RunnerClock {

  private final long startedNanos = System.nanoTime();

  /** Time since this clock was made. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** The present moment, ISO 8601 in UTC, to the millisecond. */
  static String timestamp() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}

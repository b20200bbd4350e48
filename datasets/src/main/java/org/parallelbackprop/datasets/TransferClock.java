package org.parallelbackprop.datasets;

import java.time.Duration;

/** How long one file has been on its way from one mirror. */
final class TransferClock {

  private final long startedNanos = System.nanoTime();

  /** Time since this clock was made. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}

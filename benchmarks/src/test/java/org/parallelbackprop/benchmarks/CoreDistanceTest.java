package org.parallelbackprop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

final class CoreDistanceTest {

  /** Half of the call's round trips are timed, so that their mean cannot exceed the whole call. */
  @Test
  void isTheMeanOfWhatTheCallTook() throws InterruptedException {
    assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1,
        "one processor is at no distance from another");
    long begin = System.nanoTime();
    double nanoseconds = CoreDistance.nanoseconds();
    double elapsed = System.nanoTime() - begin;
    assertThat(nanoseconds).isPositive();
    assertThat(nanoseconds * CoreDistance.ROUND_TRIPS / 2).isLessThanOrEqualTo(elapsed);
  }
}

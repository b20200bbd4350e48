package org.parallelbackprop.analysis.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class UnpairedRatioTest {

  private static Sample exponentials(double... logarithms) {
    return new Sample(Arrays.stream(logarithms).map(Math::exp).toArray());
  }

  /**
   * Student's sleep data taken as logarithms, as two groups: R's {@code t.test(extra ~ group)}
   * gives means of 0.75 and 2.33, df = 17.776, and the interval (−3.3654832, 0.2054832).
   */
  @Test
  void intervalAgreesWithRsExample() {
    UnpairedRatio ratio =
        UnpairedRatio.of(
            exponentials(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
            exponentials(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4));
    double rounding = 0.5e-7;
    assertThat(Math.log(ratio.estimate())).isCloseTo(0.75 - 2.33, within(1e-12));
    Interval interval = requireNonNull(ratio.interval());
    assertThat(Math.log(interval.lower())).isCloseTo(-3.3654832, within(rounding));
    assertThat(Math.log(interval.upper())).isCloseTo(0.2054832, within(rounding));
  }

  @Test
  void anExcessNeedsAnIntervalAboveOneIfThereIsOne() {
    UnpairedRatio noisy = UnpairedRatio.of(new Sample(1, 2, 4), new Sample(1, 1.5, 3));
    assertThat(noisy.estimate()).isGreaterThan(1.1);
    assertThat(noisy.exceeds(0.1)).isFalse();
    UnpairedRatio clear = UnpairedRatio.of(new Sample(2, 2.1, 1.9), new Sample(1, 1.01, 0.99));
    assertThat(clear.exceeds(0.1)).isTrue();
    assertThat(clear.exceeds(1.5)).isFalse();
    assertThat(UnpairedRatio.of(new Sample(2), new Sample(1)).exceeds(0.1)).isTrue();
  }

  @Test
  void valuesWithoutSpreadHaveAnIntervalWithoutWidth() {
    UnpairedRatio ratio = UnpairedRatio.of(new Sample(2, 2, 2), new Sample(1, 1, 1));
    Interval interval = requireNonNull(ratio.interval());
    assertThat(interval.lower()).isEqualTo(interval.upper()).isCloseTo(2, within(1e-15));
  }
}

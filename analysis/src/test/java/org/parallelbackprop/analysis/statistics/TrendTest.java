package org.parallelbackprop.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TrendTest {

  @Test
  void oneWildValueDoesNotTurnTheSlope() {
    assertThat(Trend.slope(new double[] {1, 2, 3, 4, 5}, new double[] {2, 4, 6, 800, 10}))
        .isEqualTo(2);
  }
}

package org.parallelbackprop.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutliersTest {

  /**
   * By hand: median 2.12, deviations 0.02, 0.01, 0.01, 0, 0.02, 0.01, 9.0 in any order, their
   * median 0.01; scores 1.35, 0.67, …, 607.
   */
  @Test
  void aValueFarFromTheOthersIsMarked() {
    assertThat(Outliers.of(new double[] {2.10, 2.11, 2.13, 2.12, 2.14, 2.13, 11.12}))
        .containsExactly(6);
  }

  @Test
  void aWideSampleHasNone() {
    assertThat(Outliers.of(new double[] {1, 2, 3, 4, 5, 6, 9})).isEmpty();
  }

  @Test
  void nothingCanBeSaidWhereMostAreEqual() {
    assertThat(Outliers.of(new double[] {1, 1, 1, 1, 5})).isEmpty();
    assertThat(Outliers.of(new double[] {})).isEmpty();
  }
}

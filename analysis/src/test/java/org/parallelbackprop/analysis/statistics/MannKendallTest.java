package org.parallelbackprop.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MannKendallTest {

  /**
   * M. Hollander, D. A. Wolfe, "Nonparametric Statistical Methods", 1973, p. 187 f., the example of
   * R's {@code cor.test(method = "kendall")}: T = 26 of 36 pairs agree, that is S = 16, and p =
   * 0.1194. Here the second variable in the order of the first.
   */
  @Test
  void agreesWithHollanderAndWolfesExample() {
    MannKendall test = MannKendall.of(2.5, 4.0, 2.6, 3.6, 2.8, 3.1, 5.2, 5.0, 3.8);
    assertThat(test.s()).isEqualTo(16);
    assertThat(test.pValue()).isCloseTo(0.1194, within(0.5e-4));
  }

  /**
   * R. O. Gilbert, "Statistical Methods for Environmental Pollution Monitoring", 1987, table A18,
   * after Kendall: one-sided probabilities to three decimals or two digits.
   */
  @ParameterizedTest
  @CsvSource({
    "4, 6, 0.042",
    "4, 4, 0.167",
    "5, 8, 0.042",
    "5, 10, 0.0083",
    "8, 16, 0.031",
    "8, 18, 0.016",
    "6, 11, 0.028",
    "7, 15, 0.015",
    "10, 21, 0.036",
    "10, 23, 0.023",
    "10, 27, 0.0083"
  })
  void agreesWithKendallsTable(int n, int s, double oneSided) {
    double digit = oneSided < 0.01 ? 1e-4 : 1e-3;
    assertThat(MannKendall.of(withStatistic(n, s)).pValue() / 2)
        .isCloseTo(oneSided, within(digit / 2));
  }

  /** A series of distinct values: the last ones are moved to the front until S is reached. */
  private static double[] withStatistic(int n, int s) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> i);
    int inversions = (n * (n - 1) / 2 - s) / 2;
    for (int k = 0; k < inversions; ) {
      for (int i = 0; i + 1 < n && k < inversions; i++) {
        if (values[i] < values[i + 1]) {
          double first = values[i];
          values[i] = values[i + 1];
          values[i + 1] = first;
          k++;
        }
      }
    }
    return values;
  }

  /** With ties: the variance over all 5,040 orders of the values, counted out. */
  @Test
  void theVarianceWithTiesIsThatOverAllOrders() {
    double[] values = {1, 1, 2, 3, 3, 3, 4};
    double[] sums = new double[2];
    permute(values, 0, sums);
    double variance = sums[1] / sums[0];
    MannKendall test = MannKendall.of(values);
    double z = (test.s() - 1) / Math.sqrt(variance);
    assertThat(test.s()).isEqualTo(17);
    assertThat(test.pValue()).isCloseTo(2 * normalTail(z), within(1e-6));
  }

  private static void permute(double[] values, int from, double[] sums) {
    if (from == values.length) {
      double s = MannKendall.of(values).s();
      sums[0]++;
      sums[1] += s * s;
      return;
    }
    for (int i = from; i < values.length; i++) {
      swap(values, from, i);
      permute(values, from + 1, sums);
      swap(values, from, i);
    }
  }

  private static void swap(double[] values, int i, int j) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  /** P(Z > z) by Simpson's rule over [z, z + 10]. */
  private static double normalTail(double z) {
    int steps = 10_000;
    double h = 10.0 / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double x = z + i * h;
      int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-x * x / 2);
    }
    return sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  @ParameterizedTest
  @CsvSource({"20", "80"})
  void withoutATrendOneSeriesInTwentyLooksLikeOne(int n) {
    int simulations = 4_000;
    Random random = new Random(n);
    int called = 0;
    for (int i = 0; i < simulations; i++) {
      double[] values = new double[n];
      Arrays.setAll(values, j -> Math.exp(random.nextGaussian()));
      called += MannKendall.of(values).pValue() < 0.05 ? 1 : 0;
    }
    assertThat((double) called / simulations).isCloseTo(0.05, within(0.02));
  }

  @Test
  void equalValuesAndNoValuesHaveNoTrend() {
    assertThat(MannKendall.of(1, 1, 1, 1).pValue()).isEqualTo(1);
    assertThat(MannKendall.of().pValue()).isEqualTo(1);
  }
}

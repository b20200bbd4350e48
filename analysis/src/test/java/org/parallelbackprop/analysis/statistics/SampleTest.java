package org.parallelbackprop.analysis.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleTest {

  /** The digits to which the cited examples are printed. */
  private static final double FOUR_DECIMALS = 0.5e-4;

  private static final double SEVEN_DECIMALS = 0.5e-7;

  private static final int SIMULATIONS = 20_000;

  /**
   * Minitab's documentation, "Interpret the key results for 1-Sample Sign" (%Chromium, n = 12): the
   * order statistics at positions (3, 10) are 17.4 and 19 with 96.14 %, those at (4, 9) are 17.5
   * and 18.1 with 85.40 %, and the interpolated 95 % interval is (17.4263, 18.7632).
   */
  @Test
  void medianIntervalAgreesWithMinitabsExample() {
    Interval interval =
        requireNonNull(
            new Sample(17.0, 17.1, 17.4, 17.5, 17.6, 17.7, 17.7, 17.8, 18.1, 19.0, 19.5, 20.0)
                .medianInterval());
    assertThat(interval.lower()).isCloseTo(17.4263, within(FOUR_DECIMALS));
    assertThat(interval.upper()).isCloseTo(18.7632, within(FOUR_DECIMALS));
    assertThat(interval.confidence()).isEqualTo(0.95);
    assertThat(interval.method()).isEqualTo(Interval.Method.ORDER_STATISTICS);
  }

  /** D. S. Moore et al. print this table as "Confidence Intervals for the Population Median". */
  @ParameterizedTest
  @CsvSource({"3, 0.750", "4, 0.875", "5, 0.938"})
  void fewValuesGiveTheRangeAndTheConfidenceThatItHas(int n, double confidence) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = i + 1;
    }
    Interval interval = requireNonNull(new Sample(values).medianInterval());
    assertThat(interval.lower()).isEqualTo(1);
    assertThat(interval.upper()).isEqualTo(n);
    assertThat(interval.confidence()).isCloseTo(confidence, within(0.5e-3));
    assertThat(interval.method()).isEqualTo(Interval.Method.RANGE);
  }

  @Test
  void thereIsNoIntervalFromFewerThanThree() {
    assertThat(new Sample(1, 2).medianInterval()).isNull();
    assertThat(new Sample(1, 2).meanInterval()).isNull();
    assertThat(new Sample(1).median()).isEqualTo(1);
  }

  /**
   * Student's sleep data ("The probable error of a mean", Biometrika 6, 1908), the example of R's
   * t.test: the mean of the ten differences is −1.58, its interval (−2.4598858, −0.7001142).
   */
  @Test
  void meanIntervalAgreesWithRsExample() {
    Interval interval =
        requireNonNull(
            new Sample(-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4).meanInterval());
    assertThat(interval.lower()).isCloseTo(-2.4598858, within(SEVEN_DECIMALS));
    assertThat(interval.upper()).isCloseTo(-0.7001142, within(SEVEN_DECIMALS));
  }

  /** Times have a floor and a tail: their logarithms are taken as normal. */
  @ParameterizedTest
  @ValueSource(ints = {6, 7, 9, 10, 15, 20})
  void theMediansIntervalCoversAsOftenAsItSays(int n) {
    Random random = new Random(n);
    int covered = 0;
    for (int i = 0; i < SIMULATIONS; i++) {
      double[] values = new double[n];
      for (int j = 0; j < n; j++) {
        values[j] = Math.exp(0.2 * random.nextGaussian());
      }
      Interval interval = requireNonNull(new Sample(values).medianInterval());
      covered += covers(interval, 1) ? 1 : 0;
    }
    assertThat((double) covered / SIMULATIONS).isCloseTo(0.95, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 10})
  void theMeansIntervalCoversAsOftenAsItSays(int n) {
    Random random = new Random(n);
    int covered = 0;
    for (int i = 0; i < SIMULATIONS; i++) {
      double[] values = new double[n];
      for (int j = 0; j < n; j++) {
        values[j] = random.nextGaussian();
      }
      Interval interval = requireNonNull(new Sample(values).meanInterval());
      covered += covers(interval, 0) ? 1 : 0;
    }
    assertThat((double) covered / SIMULATIONS).isCloseTo(0.95, within(0.02));
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sample(1, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(Sample::new);
  }

  private static boolean covers(Interval interval, double value) {
    return interval.lower() <= value && value <= interval.upper();
  }
}

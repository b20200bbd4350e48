package org.parallelbackprop.analysis.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PairedRatioTest {

  private static final double[] SLEEP_1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
  private static final double[] SLEEP_2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  /**
   * Student's sleep data taken as logarithms: R's {@code t.test(extra ~ group, paired = TRUE)}
   * gives p = 0.002833 and (−2.4598858, −0.7001142).
   */
  @Test
  void testAndIntervalAgreeWithRsExample() {
    PairedRatio ratio =
        PairedRatio.of(
            Arrays.stream(SLEEP_1).map(Math::exp).toArray(),
            Arrays.stream(SLEEP_2).map(Math::exp).toArray());
    assertThat(ratio.pairs()).isEqualTo(10);
    assertThat(Math.log(ratio.estimate())).isCloseTo(-1.58, within(1e-12));
    assertThat(ratio.pValue()).isCloseTo(0.002833, within(0.5e-6));
    Interval interval = requireNonNull(ratio.interval());
    assertThat(Math.log(interval.lower())).isCloseTo(-2.4598858, within(0.5e-7));
    assertThat(Math.log(interval.upper())).isCloseTo(-0.7001142, within(0.5e-7));
    assertThat(ratio.verdict(0.05)).isEqualTo(Verdict.SLOWER);
  }

  @Test
  void whatSlowsDownAWholeBlockCancels() {
    PairedRatio ratio =
        PairedRatio.of(new double[] {2, 4, 20, 2.2}, new double[] {1.01, 1.98, 10.1, 1.09});
    assertThat(ratio.estimate()).isCloseTo(2, within(0.02));
    assertThat(ratio.verdict(0.05)).isEqualTo(Verdict.FASTER);
  }

  @Test
  void aDifferenceBelowTheMinimumEffectHasNoWord() {
    PairedRatio ratio =
        PairedRatio.of(new double[] {1.02, 1.021, 1.019, 1.02}, new double[] {1, 1, 1, 1});
    assertThat(ratio.pValue()).isLessThan(0.001);
    assertThat(ratio.verdict(0.05)).isEqualTo(Verdict.INDISTINGUISHABLE);
    assertThat(ratio.verdict(0.01)).isEqualTo(Verdict.FASTER);
  }

  @Test
  void twoPairsAreNotEnough() {
    PairedRatio ratio = PairedRatio.of(new double[] {2, 2}, new double[] {1, 1});
    assertThat(ratio.estimate()).isEqualTo(2);
    assertThat(ratio.interval()).isNull();
    assertThat(ratio.verdict(0.05)).isEqualTo(Verdict.NOT_ENOUGH_DATA);
  }

  @Test
  void equalPairsAreNoDifferenceAndEqualRatiosAreOne() {
    double[] times = {1, 2, 3};
    assertThat(PairedRatio.of(times, times).verdict(0.05)).isEqualTo(Verdict.INDISTINGUISHABLE);
    assertThat(PairedRatio.of(new double[] {2, 4, 8}, new double[] {1, 2, 4}).verdict(0.05))
        .isEqualTo(Verdict.FASTER);
  }

  @Test
  void pairsNeedTwoSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedRatio.of(new double[] {1}, new double[] {1, 2}));
  }

  @Test
  void theIntervalCoversAsOftenAsItSays() {
    int simulations = 20_000;
    Random random = new Random(7);
    int covered = 0;
    int called = 0;
    for (int i = 0; i < simulations; i++) {
      double[] slow = new double[5];
      double[] fast = new double[5];
      for (int j = 0; j < 5; j++) {
        double block = Math.exp(0.3 * random.nextGaussian());
        slow[j] = block * Math.exp(0.05 * random.nextGaussian());
        fast[j] = block * Math.exp(0.05 * random.nextGaussian());
      }
      PairedRatio ratio = PairedRatio.of(slow, fast);
      covered += covers(requireNonNull(ratio.interval()), 1) ? 1 : 0;
      called += ratio.verdict(0) == Verdict.INDISTINGUISHABLE ? 0 : 1;
    }
    assertThat((double) covered / simulations).isCloseTo(0.95, within(0.02));
    assertThat((double) called / simulations).isCloseTo(0.05, within(0.02));
  }

  private static boolean covers(Interval interval, double value) {
    return interval.lower() <= value && value <= interval.upper();
  }
}

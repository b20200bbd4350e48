package org.parallelbackprop.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * M. J. Quinn, "Parallel Programming in C with MPI and OpenMP", McGraw-Hill 2003, section 7.5, the
 * two examples of the Karp–Flatt metric: a serial fraction that stays and one that grows.
 */
final class ScalingTest {

  @ParameterizedTest
  @CsvSource({
    "2, 1.82, 0.1", "3, 2.50, 0.1", "4, 3.08, 0.1", "5, 3.57, 0.1", "6, 4.00, 0.1",
    "7, 4.38, 0.1", "8, 4.71, 0.1", "2, 1.87, 0.070", "3, 2.61, 0.075", "4, 3.23, 0.080",
    "5, 3.73, 0.085", "6, 4.14, 0.090", "7, 4.46, 0.095", "8, 4.71, 0.100",
  })
  void serialFractionAgreesWithQuinnsExamples(int threads, double speedUp, double fraction) {
    // The book prints speed-ups to two decimals and fractions to three.
    double printed = 0.005 / (speedUp * speedUp) / (1 - 1.0 / threads) + 0.0005;
    assertThat(new Scaling(threads, speedUp).serialFraction()).isCloseTo(fraction, within(printed));
  }

  @Test
  void efficiencyIsTheShareOfThePerfectSpeedUp() {
    assertThat(new Scaling(4, 3.0).efficiency()).isEqualTo(0.75);
    assertThat(new Scaling(1, 1.0).serialFraction()).isNaN();
  }
}

package org.parallelbackprop.analysis.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0.0012345, 3, 0.00123",
    "9.999, 3, 10.0",
    "1234.5, 3, 1230",
    "100, 3, 100",
    "-0.5, 2, -0.50",
    "0, 3, 0",
  })
  void significantDigits(double value, int digits, String expected) {
    assertThat(Numbers.significant(value, digits)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"3.14e-7, 3.1e-7", "9.96e-8, 1.0e-7", "0, 0", "-0.025, -2.5e-2"})
  void scientific(double value, String expected) {
    assertThat(Numbers.scientific(value)).isEqualTo(expected);
  }
}

package org.parallelbackprop.analysis.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TicksTest {

  @ParameterizedTest
  @CsvSource({
    "1, 4, '1 2 3 4'",
    "1, 8, '1 2 3 4 5 6 7 8'",
    "1, 10, '2 4 6 8 10'",
    "1, 40, '5 10 15 20 25 30 35 40'",
    "1, 100, '20 40 60 80 100'",
    "0, 0, '0'",
  })
  void countsAreMarkedAtAFewWholeNumbers(double min, double max, String ticks) {
    assertThat(Ticks.counts(min, max).stream().map(Ticks::label)).containsExactly(ticks.split(" "));
  }

  @Test
  void valuesThatOccurAreMarkedAndThinnedOutWhereTheyAreMany() {
    assertThat(Ticks.at(DoubleStream.of(128, 4096, 128, 512)))
        .containsExactly(128.0, 512.0, 4096.0);
    assertThat(Ticks.at(DoubleStream.iterate(1, x -> x + 1).limit(20)))
        .containsExactly(1.0, 5.0, 9.0, 13.0, 17.0);
  }

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.4, '0.03 0.1 0.3'",
    "1, 8, '1 2 5 10'",
    "1.2, 3.3, '1 1.5 2 3 4'",
    "0.001, 1000, '0.001 0.01 0.1 1 10 100 1000'",
  })
  void logarithmicAxesAreMarkedAtRoundNumbers(double min, double max, String ticks) {
    assertThat(Ticks.logarithmic(min, max).stream().map(Ticks::label))
        .containsExactly(ticks.split(" "));
  }
}

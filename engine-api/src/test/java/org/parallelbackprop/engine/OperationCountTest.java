package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperationCountTest {

  /** N · (4 · n_0n_1 + 6 · (the other products)), worked out by hand. */
  @ParameterizedTest
  @CsvSource({
    "784-10, 1, 31360",
    "784-1024-10, 1, 3272704",
    "784-1024-10, 50000, 163635200000",
    "784-1024-1024-10, 50000, 478208000000",
    "1-1, 0, 0"
  })
  void theFirstLayerCountsFourTheOthersSix(String network, int examples, double expected) {
    assertThat(OperationCount.epoch(NetworkShape.parse(network), examples)).isEqualTo(expected);
  }
}

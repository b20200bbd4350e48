package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;

final class BlockingTest {

  private static final Tiling TILING = new Tiling(6, 16, 6, 1);

  @ParameterizedTest
  @CsvSource({"1, 6", "50, 54", "512, 516", "5000, 516"})
  void aChunkIsAMiniBatchOrAsMuchOfItAsCachesHold(int batchSize, int rows) {
    assertThat(Blocking.of(spec(batchSize), TILING).chunkRows()).isEqualTo(rows);
  }

  /** C2 compiles loops for what it has seen, so the warm-up must see several where there are. */
  @ParameterizedTest
  @CsvSource({"1, false", "128, false", "144, false", "145, true", "5000, true"})
  void inSmallThereAreSeveralBlocksWhereThereAreSeveral(int batchSize, boolean several) {
    Blocking small = Blocking.of(spec(batchSize), TILING).scaledTo(7, TILING);
    int rows = 7 * TILING.rows();
    assertThat(small.chunkRows()).isEqualTo(rows);
    assertThat(small.rowsAtOnce() % TILING.rows()).isZero();
    assertThat(small.rowsAtOnce() < rows).isEqualTo(several);
    assertThat(small.gradientUnits(rows)).isEqualTo(2);
  }

  /** Of 96 inputs and 516 rows each, as many as 147,456 values are; one if even that is more. */
  @Test
  void aBlockOfValuesHasAtLeastOneUnit() {
    Blocking blocking = Blocking.of(spec(5000), TILING);
    assertThat(blocking.gradientUnits(516)).isEqualTo(2);
    assertThat(blocking.gradientUnits(128)).isEqualTo(12);
    assertThat(blocking.gradientUnits(5000)).isEqualTo(1);
  }

  private static TrainingSpec spec(int batchSize) {
    return new TrainingSpec(
        NetworkShape.parse("784-64-10"), Activation.SIGMOID, Loss.MSE, batchSize, 0.1f, 0, 0);
  }
}

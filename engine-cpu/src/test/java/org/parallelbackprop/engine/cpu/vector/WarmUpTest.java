package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

final class WarmUpTest {

  /** An epoch that skips zeros calls other kernels, which scratch data must call as well. */
  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void scratchDataHaveZerosToSkipInBothProducts(int bits) {
    Tiling tiling = VectorKernels.ofBits(bits).tiling();
    Examples scratch = WarmUp.scratch(NetworkShape.parse("165-10"), tiling);
    ExampleRows rows = ExampleRows.of(scratch, true, tiling);
    assertThat(rows.tileMask()).isNotNull();
    assertThat(rows.groupMask()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void scratchDataHaveExamplesAndInputsOfEveryKind(int bits) {
    Tiling tiling = VectorKernels.ofBits(bits).tiling();
    Examples scratch = WarmUp.scratch(NetworkShape.parse("165-10"), tiling);
    NonZeroMask mask = new NonZeroMask(scratch, tiling);
    assertThat(mask.keptInTiles()).isBetween(0.1, 0.5);
    assertThat(mask.keptInGroups()).isBetween(0.1, 0.9);
  }

  @ParameterizedTest
  @CsvSource({"1-1, 1, 1", "1-1, 3, 3", "7-5000-3, 1000, 2", "20-600-520-3, 300, 3"})
  void anyNetworkWarmsUp(String network, int batchSize, int threads) {
    TrainingSpec spec =
        new TrainingSpec(
            NetworkShape.parse(network), Activation.TANH, Loss.MSE, batchSize, 0.1f, 0.9f, 0.01f);
    VectorKernels kernels = VectorKernels.ofBits(VectorKernels.preferredBits());
    try (WorkerTeam team = new WorkerTeam("test", threads)) {
      assertThatCode(() -> WarmUp.run(spec, kernels, team, true)).doesNotThrowAnyException();
    }
  }
}

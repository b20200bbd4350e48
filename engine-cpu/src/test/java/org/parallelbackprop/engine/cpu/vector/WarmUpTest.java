package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

final class WarmUpTest {

  /** Of 512 bits, whether this machine has such vectors or not. */
  private static final Tiling TILING = new Tiling(8, 32, 4, 2);

  /** An epoch that skips zeros calls other kernels, which scratch data must call as well. */
  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void scratchDataHaveZerosToSkipInBothProducts(int bits) {
    Tiling tiling = VectorKernels.ofBits(bits).tiling();
    Examples scratch = WarmUp.scratch(NetworkShape.parse("165-10"), tiling, 1000);
    ExampleRows rows = ExampleRows.of(scratch, true, tiling);
    assertThat(rows.tileMask()).isNotNull();
    assertThat(rows.groupMask()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void scratchDataHaveExamplesAndInputsOfEveryKind(int bits) {
    Tiling tiling = VectorKernels.ofBits(bits).tiling();
    Examples scratch = WarmUp.scratch(NetworkShape.parse("165-10"), tiling, 1000);
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

  /**
   * What the warm-up leaves to be compiled takes the first epoch a second, on machines with more
   * cores than this test may see. Ragged widths and batches, as every rest has loops of its own.
   */
  @ParameterizedTest
  @CsvSource({
    "784-1024-10, 128, 1",
    "784-1024-10, 128, 2",
    "784-1024-10, 128, 8",
    "784-1024-10, 1024, 16",
    "784-64-10, 50, 2",
    "784-64-10, 50, 8",
    "784-600-520-10, 300, 1",
    "784-600-520-10, 300, 2",
    "784-600-520-10, 300, 4",
    "784-600-520-10, 300, 8",
    "784-600-10, 16, 3",
    "300-40-24-40-3, 600, 5",
  })
  void allLoopsOfAnEpochAreWarm(String network, int batchSize, int threads) {
    TrainingSpec spec =
        new TrainingSpec(
            NetworkShape.parse(network), Activation.SIGMOID, Loss.MSE, batchSize, 0.1f, 0, 0);
    CallLog warm = new CallLog(TILING.forShares(spec.network().width(1), threads));
    CallLog real = new CallLog(warm.tiling());
    try (WorkerTeam team = new WorkerTeam("test", threads)) {
      WarmUp.run(spec, warm, team, true);
      trainTwoMiniBatches(spec, real, team);
    }
    assertThat(warm.loops()).containsAll(real.loops());
  }

  private static void trainTwoMiniBatches(
      TrainingSpec spec, VectorKernels kernels, WorkerTeam team) {
    NetworkShape network = spec.network();
    Tiling tiling = kernels.tiling();
    NetworkPasses passes =
        NetworkPasses.of(
            spec, kernels, team, Sharing.of(team), Parameters.glorotUniform(network, 1));
    Examples examples = WarmUp.scratch(network, tiling, 2 * spec.batchSize());
    int[] order = IntStream.range(0, examples.count()).toArray();
    EpochLoop loop = new EpochLoop(team, passes, spec.batchSize());
    for (boolean skip : new boolean[] {true, false}) {
      ExampleRows unpacked = ExampleRows.of(examples, skip, tiling).inOrder(order, order.length);
      loop.train(unpacked);
      ExampleRows rows = unpacked.packed(tiling);
      loop.train(rows);
    }
  }
}

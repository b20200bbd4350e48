package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/** What the passes say of themselves to those who share them out. */
final class NetworkPassesTest {

  /** Whole tiles and panels of any width, so that nothing is computed beside what counts. */
  private static final NetworkShape NETWORK = NetworkShape.parse("192-768-480-384");

  private static final int BATCH = 48;

  @ParameterizedTest
  @CsvSource({"1, 512", "2, 512", "3, 512", "3, 256", "4, 128"})
  void multiplyAddsOfAllWorkersAreThoseOfTheNetwork(int threads, int bits) {
    TrainingSpec spec = new TrainingSpec(NETWORK, Activation.SIGMOID, Loss.MSE, BATCH, 0.5f, 0, 0);
    try (WorkerTeam team = new WorkerTeam("test", threads)) {
      NetworkPasses passes =
          NetworkPasses.of(
              spec,
              VectorKernels.ofBits(bits, NETWORK.width(1), threads),
              team,
              Parameters.glorotUniform(NETWORK, 1));
      assertThat(total(passes, threads)).isEqualTo(OperationCount.epoch(NETWORK, BATCH) / 2);
      passes.shares().set(IntStream.range(2, 2 + threads).toArray());
      assertThat(total(passes, threads)).isEqualTo(OperationCount.epoch(NETWORK, BATCH) / 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3"})
  void whoHasAShareSoManyTimesAsLargeHasAsManyTimesTheMultiplyAdds(int first, int second) {
    TrainingSpec spec = new TrainingSpec(NETWORK, Activation.SIGMOID, Loss.MSE, BATCH, 0.5f, 0, 0);
    VectorKernels kernels = VectorKernels.ofBits(512, NETWORK.width(1), 2);
    try (WorkerTeam team = new WorkerTeam("test", 2)) {
      NetworkPasses passes =
          NetworkPasses.of(spec, kernels, team, Parameters.glorotUniform(NETWORK, 1));
      passes.shares().set(new int[] {first, second});
      double whole = OperationCount.epoch(NETWORK, BATCH) / 2;
      // Panels are dealt out whole: of a layer, a worker may have one less than its share says.
      double panel = (double) kernels.panelWidth() / NETWORK.width(3);
      assertThat(passes.multiplyAdds(0) / whole)
          .isCloseTo((double) first / (first + second), within(panel));
    }
  }

  private static double total(NetworkPasses passes, int threads) {
    return IntStream.range(0, threads).mapToDouble(passes::multiplyAdds).sum();
  }
}

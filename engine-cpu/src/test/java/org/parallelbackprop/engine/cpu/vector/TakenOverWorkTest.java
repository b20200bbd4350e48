package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * Whoever does which part of the work, though it is another's, and whoever fetches the inputs, the
 * bits are the same. Everything may be taken over here, however little it is; of more workers than
 * processors some are always late, and {@link LateKernels} make any worker late.
 */
final class TakenOverWorkTest {

  private static final int EPOCHS = 6;

  /** Everything, however little it is. */
  private static final Sharing TAKING_ALL = new Sharing(false, 1);

  /** By which the zeros lie, the same for all. */
  private static final Tiling TILING = new Tiling(8, 32, 4, 2);

  @ParameterizedTest
  @CsvSource({
    "40-200-10, 100, 2, 0",
    "40-700-10, 300, 3, 0",
    "40-600-500-130, 300, 7, 0",
    "40-200-300-10, 600, 2, 0.9",
    "40-200-300-10, 100, 3, 0",
    "70-65-17-10, 600, 5, 0.9",
    "20-600-520-3, 300, 8, 0",
    "40-130-10, 100, 33, 0",
    "40-10, 600, 3, 0",
    "400-150-70-10, 1100, 3, 0",
  })
  void sameBits(String shape, int batchSize, int threads, float momentum) {
    NetworkShape network = NetworkShape.parse(shape);
    TrainingSpec spec =
        new TrainingSpec(network, Activation.SIGMOID, Loss.MSE, batchSize, 0.5f, momentum, 0.001f);
    for (int bits : new int[] {512, 256, 128}) {
      for (boolean skip : new boolean[] {true, false}) {
        String alone = trained(spec, kernels(bits, network, 1), skip, 1, TAKING_ALL);
        for (boolean common : new boolean[] {true, false}) {
          Sharing sharing = new Sharing(common, TAKING_ALL.leastTakenOver());
          assertThat(trained(spec, kernels(bits, network, threads), skip, threads, sharing))
              .as("%d bits, zeros skipped: %s, inputs in common: %s", bits, skip, common)
              .isEqualTo(alone);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"40-60-10, 100, 2", "40-60-30-10, 600, 3", "20-30-10, 30, 5"})
  void sameBitsWhoeverIsLate(String shape, int batchSize, int threads) {
    NetworkShape network = NetworkShape.parse(shape);
    TrainingSpec spec =
        new TrainingSpec(network, Activation.SIGMOID, Loss.MSE, batchSize, 0.5f, 0, 0);
    String alone = trained(spec, kernels(128, network, 1), true, 1, TAKING_ALL);
    for (boolean common : new boolean[] {true, false}) {
      for (double least : new double[] {1, Double.POSITIVE_INFINITY}) {
        for (boolean skip : new boolean[] {true, false}) {
          VectorKernels late = new LateKernels(network.width(1), threads);
          assertThat(trained(spec, late, skip, threads, new Sharing(common, least)))
              .as("inputs in common: %s, from %s on, zeros skipped: %s", common, least, skip)
              .isEqualTo(alone);
        }
      }
    }
  }

  private static VectorKernels kernels(int bits, NetworkShape network, int threads) {
    return VectorKernels.ofBits(bits, network.width(1), threads);
  }

  private static String trained(
      TrainingSpec spec, VectorKernels kernels, boolean skip, int threads, Sharing sharing) {
    NetworkShape network = spec.network();
    try (WorkerTeam team = new WorkerTeam("test", threads)) {
      NetworkPasses passes =
          NetworkPasses.of(spec, kernels, team, sharing, Parameters.glorotUniform(network, 1));
      Examples examples = WarmUp.scratch(network, TILING, 2 * spec.batchSize() + 1);
      int[] order = IntStream.range(0, examples.count()).toArray();
      ExampleRows rows = ExampleRows.of(examples, skip, kernels.tiling());
      EpochLoop loop = new EpochLoop(team, passes, spec.batchSize());
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        loop.train(rows.inOrder(order, order.length));
      }
      return passes.parameters().sha256();
    }
  }
}

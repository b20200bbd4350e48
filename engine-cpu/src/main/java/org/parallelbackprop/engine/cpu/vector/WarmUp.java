package org.parallelbackprop.engine.cpu.vector;

import java.util.List;
import java.util.stream.IntStream;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * Has the inner loops compiled before the first epoch: trains a small network of the same kind on
 * scratch data, with the team and the kernels of the session.
 *
 * <p>Until C2 has compiled them, kernels run some hundred times slower, so the less they are given
 * to do the sooner they are called often enough.
 */
final class WarmUp {

  private static final int MAX_WIDTH = 64;
  private static final int BATCH = 64;
  private static final int EXAMPLES = 16 * BATCH;
  private static final int EPOCHS = 40;

  /** Of so many inputs one is not zero, so that both ways to multiply get compiled. */
  private static final int INPUTS_PER_NON_ZERO = 5;

  private WarmUp() {}

  /** Runs it. */
  static void run(TrainingSpec spec, VectorKernels kernels, WorkerTeam team, boolean skipZeros) {
    List<Integer> widths =
        spec.network().widths().stream().map(width -> Math.min(width, MAX_WIDTH)).toList();
    NetworkShape network = new NetworkShape(widths);
    TrainingSpec small =
        new TrainingSpec(
            network,
            spec.activation(),
            spec.loss(),
            BATCH,
            spec.learningRate(),
            spec.momentum(),
            spec.l2());
    NetworkPasses passes =
        new NetworkPasses(small, kernels, team, Parameters.glorotUniform(network, 1));
    EpochLoop loop = new EpochLoop(team, passes, BATCH);
    int[] order = IntStream.range(0, EXAMPLES).toArray();
    ExampleRows rows = ExampleRows.of(scratch(network), skipZeros).inOrder(order);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      loop.train(rows);
    }
  }

  private static Examples scratch(NetworkShape network) {
    float[] features = new float[EXAMPLES * network.inputs()];
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < features.length; i += INPUTS_PER_NON_ZERO) {
      features[i] = 1;
    }
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = i % network.outputs();
    }
    return new Examples(network.inputs(), network.outputs(), features, labels);
  }
}

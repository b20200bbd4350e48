package org.parallelbackprop.engine.cpu;

import java.util.List;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;

/** The network's outputs for a set of examples, by a team. */
final class ScalarEvaluation implements WorkerTeam.Task {

  /** Examples at a time: enough for a large team, few enough to stay in the caches. */
  private static final int CHUNK = 256;

  private final ScalarNetwork network;
  private final Examples examples;
  private final WorkerTeam team;
  private final List<RowSums> sums;
  private final ScalarBatch batch;
  private final int outputLayer;
  private final float[] outputs;

  /**
   * @param sums scratch of each worker
   */
  ScalarEvaluation(
      NetworkShape shape,
      ScalarNetwork network,
      Examples examples,
      WorkerTeam team,
      List<RowSums> sums) {
    this.network = network;
    this.examples = examples;
    this.team = team;
    this.sums = sums;
    this.batch = new ScalarBatch(shape, Math.min(CHUNK, examples.count()));
    this.outputLayer = shape.layers();
    this.outputs = new float[Math.multiplyExact(examples.count(), shape.outputs())];
  }

  /** a_L [count, n_L]. */
  float[] outputs() {
    team.run(this);
    return outputs;
  }

  @Override
  public void run(int worker) {
    for (int first = 0; first < examples.count(); first += CHUNK) {
      int size = Math.min(CHUNK, examples.count() - first);
      int from = team.begin(worker, size);
      int to = team.begin(worker + 1, size);
      for (int e = from; e < to; e++) {
        batch.setFeatures(e, examples, first + e);
      }
      network.forward(batch, from, to, sums.get(worker));
      batch.copyActivations(outputLayer, from, to, outputs, first);
      // The next chunk may divide its rows differently.
      team.barrier(worker);
    }
  }
}

package org.parallelbackprop.engine.cpu;

import java.util.List;
import java.util.OptionalDouble;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Passes over the training examples by a team.
 *
 * <p>In each mini-batch a worker first does its share of the examples, from their features to the
 * deltas of the first layer, and after a barrier its share of every layer's weights. Nothing is
 * allocated on the way.
 */
final class ScalarTraining implements WorkerTeam.Task {

  private final ScalarNetwork network;
  private final Examples examples;
  private final WorkerTeam team;
  private final List<RowSums> sums;
  private final ScalarBatch batch;

  /** Labels and losses of the batch's examples; as long as a whole batch. */
  private final int[] labels;

  private final double[] losses;

  private int[] order = {};
  private double lossOfEpoch;

  /**
   * @param sums scratch of each worker
   */
  ScalarTraining(
      TrainingSpec spec,
      ScalarNetwork network,
      Examples examples,
      WorkerTeam team,
      List<RowSums> sums) {
    this.network = network;
    this.examples = examples;
    this.team = team;
    this.sums = sums;
    int capacity = Math.max(1, Math.min(spec.batchSize(), examples.count()));
    this.batch = new ScalarBatch(spec.network(), capacity);
    this.labels = new int[capacity];
    this.losses = new double[capacity];
  }

  /** One pass; mean loss of the examples in the given order, summed in that order. */
  OptionalDouble epoch(int[] visited) {
    order = visited;
    lossOfEpoch = 0;
    team.run(this);
    return OptionalDouble.of(lossOfEpoch / visited.length);
  }

  @Override
  public void run(int worker) {
    for (int first = 0; first < order.length; first += labels.length) {
      int size = Math.min(labels.length, order.length - first);
      propagate(worker, first, size);
      team.barrier(worker);
      if (worker == 0) {
        addLosses(size);
      }
      network.descend(batch, size, team, worker, sums.get(worker));
      team.barrier(worker);
    }
  }

  /** Everything that concerns the worker's own examples of the batch. */
  private void propagate(int worker, int first, int size) {
    int from = team.begin(worker, size);
    int to = team.begin(worker + 1, size);
    for (int e = from; e < to; e++) {
      batch.setFeatures(e, examples, order[first + e]);
      labels[e] = examples.labels()[order[first + e]];
    }
    network.forward(batch, from, to, sums.get(worker));
    for (int e = from; e < to; e++) {
      losses[e] = network.loss(batch, e, labels[e]);
    }
    network.backward(batch, labels, size, from, to, sums.get(worker));
  }

  private void addLosses(int size) {
    for (int e = 0; e < size; e++) {
      lossOfEpoch += losses[e];
    }
  }
}

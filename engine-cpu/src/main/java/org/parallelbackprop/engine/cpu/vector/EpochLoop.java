package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.cpu.WorkerTeam;

/** Takes examples through a network, chunk by chunk, all workers together. */
final class EpochLoop {

  private final WorkerTeam team;
  private final NetworkPasses passes;
  private final Chunks chunks;

  // Written by worker 0 only.
  private double lossSum;

  /** For one network. */
  EpochLoop(WorkerTeam team, NetworkPasses passes, int batchSize) {
    this.team = team;
    this.passes = passes;
    chunks = new Chunks(batchSize, passes.chunkRows());
  }

  /**
   * Trains one epoch.
   *
   * @return sum of the examples' losses, added in the order in which they are visited
   */
  double train(ExampleRows rows) {
    lossSum = 0;
    chunks.endAt(rows.count());
    team.run(worker -> train(worker, rows));
    return lossSum;
  }

  /**
   * The network's outputs.
   *
   * @return [examples][outputs]
   */
  float[] outputs(ExampleRows rows, int outputs) {
    float[] all = new float[Math.multiplyExact(rows.count(), outputs)];
    for (int start = 0; start < rows.count(); start += passes.chunkRows()) {
      int from = start;
      int count = Math.min(passes.chunkRows(), rows.count() - from);
      team.run(worker -> passes.evaluate(worker, rows, from, count));
      passes.copyOutputs(count, all, from * outputs);
    }
    return all;
  }

  /** A worker's share of an epoch. */
  private void train(int worker, ExampleRows rows) {
    passes.begin(worker, rows, chunks);
    for (int start = 0; start < chunks.end(); start += chunks.count(start)) {
      passes.train(worker, rows, chunks, start);
      if (worker == 0) {
        addLosses(chunks.count(start));
      }
      passes.next(worker, rows, chunks, start);
    }
  }

  private void addLosses(int count) {
    for (int row = 0; row < count; row++) {
      lossSum += passes.loss(row);
    }
  }
}

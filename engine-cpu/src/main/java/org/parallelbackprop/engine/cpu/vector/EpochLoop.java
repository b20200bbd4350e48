package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.cpu.WorkerTeam;

/** Takes a network through the mini-batches of an epoch, all workers together. */
final class EpochLoop {

  private final WorkerTeam team;
  private final NetworkPasses passes;
  private final int batchSize;

  /** Written by worker 0 only. */
  private double lossSum;

  EpochLoop(WorkerTeam team, NetworkPasses passes, int batchSize) {
    this.team = team;
    this.passes = passes;
    this.batchSize = batchSize;
  }

  /**
   * Trains one epoch.
   *
   * @return sum of the examples' losses, added in the order in which they are visited
   */
  double train(ExampleRows rows) {
    lossSum = 0;
    team.run(worker -> train(worker, rows));
    return lossSum;
  }

  private void train(int worker, ExampleRows rows) {
    for (int start = 0; start < rows.count(); start += batchSize) {
      int batch = Math.min(batchSize, rows.count() - start);
      for (int done = 0; done < batch; done += passes.chunkRows()) {
        int count = Math.min(passes.chunkRows(), batch - done);
        passes.propagate(worker, rows, start + done, count, batch);
        team.barrier(worker);
        if (worker == 0) {
          addLosses(count);
        }
        passes.descend(worker, rows, count, done == 0, done + count == batch);
        team.barrier(worker);
      }
    }
  }

  private void addLosses(int count) {
    for (int row = 0; row < count; row++) {
      lossSum += passes.loss(row);
    }
  }
}

package org.parallelbackprop.engine.cpu.vector;

import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/** Takes examples through a network, chunk by chunk, all workers together. */
final class EpochLoop {

  /** Parts of an epoch, between which shares may change. */
  private static final int STAGES = 8;

  private final WorkerTeam team;
  private final NetworkPasses passes;
  private final int batchSize;
  private final Chunks chunks;
  private final @Nullable SpeedBalance balance;
  private final long[] busyBefore;

  /** First example of a stage; written while the team does nothing. */
  private int stageStart;

  // Written by worker 0 only.
  private double lossSum;

  /**
   * For one network.
   *
   * @param balance of the shares of the passes; null if they stay as they are
   */
  EpochLoop(WorkerTeam team, NetworkPasses passes, int batchSize, @Nullable SpeedBalance balance) {
    this.team = team;
    this.passes = passes;
    this.batchSize = batchSize;
    chunks = new Chunks(batchSize, passes.chunkRows());
    this.balance = balance;
    busyBefore = new long[team.size()];
  }

  /**
   * Trains one epoch.
   *
   * @return sum of the examples' losses, added in the order in which they are visited
   */
  double train(ExampleRows rows) {
    lossSum = 0;
    WorkerTeam.Task stage = worker -> train(worker, rows);
    int batches = Math.ceilDiv(rows.count(), batchSize);
    int stages = balance == null ? 1 : Math.min(STAGES, batches);
    for (int i = 0; i < stages; i++) {
      stageStart = Tiling.cut(batches, stages, i) * batchSize;
      chunks.endAt(Math.min(Tiling.cut(batches, stages, i + 1) * batchSize, rows.count()));
      if (balance == null) {
        team.run(stage);
      } else {
        observe(stage, balance);
      }
    }
    return lossSum;
  }

  /** Trains a stage, and sees who is how fast. */
  private void observe(WorkerTeam.Task stage, SpeedBalance observer) {
    for (int worker = 0; worker < team.size(); worker++) {
      busyBefore[worker] = team.busyNanoseconds(worker);
    }
    long before = team.nanoseconds();
    team.run(stage);
    int count = chunks.end() - stageStart;
    for (int worker = 0; worker < team.size(); worker++) {
      long busy = team.busyNanoseconds(worker) - busyBefore[worker];
      observer.worked(worker, passes.multiplyAdds(worker) * count, busy);
    }
    observer.completed(count, team.nanoseconds() - before);
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

  /** A worker's share of a stage. */
  private void train(int worker, ExampleRows rows) {
    passes.fetchFirstInputs(worker, rows, chunks, stageStart);
    for (int start = stageStart; start < chunks.end(); start += chunks.count(start)) {
      passes.train(worker, rows, chunks, start);
      if (worker == 0) {
        addLosses(chunks.count(start));
      }
      int arrival = team.arrive();
      passes.complete(worker, rows, chunks, start);
      team.await(worker, arrival);
    }
  }

  private void addLosses(int count) {
    for (int row = 0; row < count; row++) {
      lossSum += passes.loss(row);
    }
  }
}

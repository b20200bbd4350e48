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
  private final @Nullable SpeedBalance balance;
  private final long[] busyBefore;

  // Written while the team does nothing.
  private int stageStart;
  private int stageEnd;

  // Written by worker 0 only.
  private double lossSum;
  private long tileSteps;
  private long tileInputs;

  /**
   * For one network.
   *
   * @param balance of the shares of the passes; null if they stay as they are
   */
  EpochLoop(WorkerTeam team, NetworkPasses passes, int batchSize, @Nullable SpeedBalance balance) {
    this.team = team;
    this.passes = passes;
    this.batchSize = batchSize;
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
    WorkerTeam.Task stage = worker -> train(worker, rows, stageStart, stageEnd);
    int batches = Math.ceilDiv(rows.count(), batchSize);
    int stages = balance == null ? 1 : Math.min(STAGES, batches);
    for (int i = 0; i < stages; i++) {
      stageStart = Tiling.cut(batches, stages, i) * batchSize;
      stageEnd = Math.min(Tiling.cut(batches, stages, i + 1) * batchSize, rows.count());
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
    int count = stageEnd - stageStart;
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

  /** Share of the first layer's forward products computed so far in training; 1 before. */
  double keptInForwardProduct() {
    return tileInputs == 0 ? 1 : (double) tileSteps / tileInputs;
  }

  /**
   * A worker's share of some mini-batches.
   *
   * @param from first example of the first
   * @param to behind the last example of the last
   */
  private void train(int worker, ExampleRows rows, int from, int to) {
    InputPanels chunk = passes.inputs(0);
    InputPanels nextChunk = passes.inputs(1);
    int count = chunk(from, to);
    passes.fetchInputs(worker, chunk, rows, from, count);
    team.barrier(worker);
    for (int start = from; start < to; ) {
      int batchStart = start - start % batchSize;
      int batch = Math.min(batchSize, to - batchStart);
      int end = start + count;
      boolean last = end == batchStart + batch;
      passes.train(worker, chunk, rows, start, count, batch, start == batchStart, last);
      if (worker == 0) {
        addLosses(count);
        if (rows.tileMask() != null) {
          tileSteps += chunk.stepsOfTiles(count);
          tileInputs += chunk.inputsOfTiles(count);
        }
      }
      int next = chunk(end, to);
      passes.fetchInputs(worker, nextChunk, rows, end, next);
      team.barrier(worker);
      InputPanels done = chunk;
      chunk = nextChunk;
      nextChunk = done;
      start = end;
      count = next;
    }
  }

  /**
   * Examples of the chunk that starts at a position, of those up to another one; no chunk reaches
   * across mini-batches.
   */
  private int chunk(int start, int to) {
    int batchEnd = Math.min(start - start % batchSize + batchSize, to);
    return Math.min(passes.chunkRows(), batchEnd - start);
  }

  private void addLosses(int count) {
    for (int row = 0; row < count; row++) {
      lossSum += passes.loss(row);
    }
  }
}

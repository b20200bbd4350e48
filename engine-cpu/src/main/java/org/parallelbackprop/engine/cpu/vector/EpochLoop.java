package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.cpu.WorkerTeam;

/** Takes examples through a network, chunk by chunk, all workers together. */
final class EpochLoop {

  private final WorkerTeam team;
  private final NetworkPasses passes;
  private final int batchSize;

  // Written by worker 0 only.
  private double lossSum;
  private long tileSteps;
  private long tileInputs;

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

  private void train(int worker, ExampleRows rows) {
    InputPanels chunk = passes.inputs(0);
    InputPanels nextChunk = passes.inputs(1);
    int count = chunk(rows, 0);
    passes.fetchInputs(worker, chunk, rows, 0, count);
    team.barrier(worker);
    for (int start = 0; start < rows.count(); ) {
      int batchStart = start - start % batchSize;
      int batch = Math.min(batchSize, rows.count() - batchStart);
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
      int next = chunk(rows, end);
      passes.fetchInputs(worker, nextChunk, rows, end, next);
      team.barrier(worker);
      InputPanels done = chunk;
      chunk = nextChunk;
      nextChunk = done;
      start = end;
      count = next;
    }
  }

  /** Examples of the chunk that starts at a position; no chunk reaches across mini-batches. */
  private int chunk(ExampleRows rows, int start) {
    int batchEnd = Math.min(start - start % batchSize + batchSize, rows.count());
    return Math.min(passes.chunkRows(), batchEnd - start);
  }

  private void addLosses(int count) {
    for (int row = 0; row < count; row++) {
      lossSum += passes.loss(row);
    }
  }
}

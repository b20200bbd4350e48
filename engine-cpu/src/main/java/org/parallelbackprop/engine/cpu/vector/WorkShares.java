package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;

/**
 * In what proportion workers share the work: at first all have as much. It has no part in any
 * result, and changes only while the team does nothing.
 */
final class WorkShares {

  private final int workers;

  /** Weights of the workers before, and of all. */
  private final long[] ends;

  /** Equal ones. */
  WorkShares(int workers) {
    this.workers = workers;
    ends = new long[workers + 1];
    int[] equal = new int[workers];
    Arrays.fill(equal, 1);
    set(equal);
  }

  /**
   * Takes others.
   *
   * @param to for each worker, at least 1
   */
  void set(int[] to) {
    for (int worker = 0; worker < workers; worker++) {
      ends[worker + 1] = ends[worker] + to[worker];
    }
  }

  /** Copies the weights. */
  void copyTo(int[] to) {
    for (int worker = 0; worker < workers; worker++) {
      to[worker] = weight(worker);
    }
  }

  /** A worker's part of the whole. */
  double of(int worker) {
    return (double) weight(worker) / ends[workers];
  }

  /**
   * First of the items that a worker has when n are dealt out in runs. It has {@code begin(worker,
   * n)} … {@code begin(worker + 1, n) − 1}.
   */
  int begin(int worker, int n) {
    return (int) (n * ends[worker] / ends[workers]);
  }

  /** Sum of the weights of {@code count} workers, from {@code first} on every {@code step}-th. */
  long sum(int first, int step, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weight(first + i * step);
    }
    return sum;
  }

  private int weight(int worker) {
    return (int) (ends[worker + 1] - ends[worker]);
  }
}

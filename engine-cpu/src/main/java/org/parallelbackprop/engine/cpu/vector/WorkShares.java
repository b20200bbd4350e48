package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;

/**
 * In what proportion workers share the work: at first all have as much. It has no part in any
 * result, and changes only while the team does nothing.
 */
final class WorkShares {

  private final int[] weights;

  /** Weights of the workers before, and of all. */
  private final long[] ends;

  /** Equal ones. */
  WorkShares(int workers) {
    weights = new int[workers];
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
    for (int worker = 0; worker < weights.length; worker++) {
      weights[worker] = to[worker];
      ends[worker + 1] = ends[worker] + to[worker];
    }
  }

  /** Copies the weights. */
  void copyTo(int[] to) {
    System.arraycopy(weights, 0, to, 0, weights.length);
  }

  /** A worker's part of the whole. */
  double of(int worker) {
    return (double) weights[worker] / ends[weights.length];
  }

  /**
   * First of the items that a worker has when n are dealt out in runs. It has {@code begin(worker,
   * n)} … {@code begin(worker + 1, n) − 1}.
   */
  int begin(int worker, int n) {
    return (int) (n * ends[worker] / ends[weights.length]);
  }

  /** Sum of the weights of {@code count} workers, from {@code first} on every {@code step}-th. */
  long sum(int first, int step, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[first + i * step];
    }
    return sum;
  }
}

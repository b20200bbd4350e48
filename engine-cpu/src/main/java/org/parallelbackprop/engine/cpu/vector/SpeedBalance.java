package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;

/**
 * Gives workers on slower cores less to do, so that the others need not wait for them: cores of two
 * kinds in one processor, cores of which somebody else uses a part.
 *
 * <p>What a worker computed, and how long it was not waiting, say how fast it is. When other shares
 * would let the last one be done clearly earlier, they are tried, and kept only if the examples
 * that follow really take less time: waiting can make a worker look fast or slow, for instance when
 * another program takes its processor meanwhile.
 */
final class SpeedBalance {

  /** Most that a worker gets, as a multiple of an equal share. */
  static final int MOST_OF_EQUAL = 2;

  /** How much earlier the last worker must be done for other shares to be tried. */
  private static final double LEAST_GAIN = 1.05;

  /** Nobody loses more than this part of its share at once. */
  private static final double MOST_LOSS = 0.25;

  /** Shorter observations say more of single interruptions than of cores. */
  private static final long LEAST_NANOSECONDS = 50_000_000;

  /** Observations from a trial that failed to the next; after each that fails, twice as many. */
  private static final int LEAST_PATIENCE = 2;

  private static final int MOST_PATIENCE = 64;

  private final WorkShares shares;
  private final int portions;
  private final int workers;

  // Of the present observation.
  private final double[] multiplyAdds;
  private final long[] busy;
  private long nanoseconds;
  private long examples;

  /** Multiply-adds per nanosecond, the mean of the last observations with falling weights. */
  private final double[] speeds;

  private final int[] proposed;
  private final int[] before;
  private double nanosecondsBefore;
  private boolean onTrial;
  private int patience = LEAST_PATIENCE;
  private int rest;

  // Of all observations.
  private final double[] shareTimesNanoseconds;
  private double allNanoseconds;

  /**
   * Begins with what the shares are.
   *
   * @param portions into how many equal ones the work is cut
   */
  SpeedBalance(WorkShares shares, int workers, int portions) {
    this.shares = shares;
    this.workers = workers;
    this.portions = portions;
    multiplyAdds = new double[workers];
    busy = new long[workers];
    speeds = new double[workers];
    proposed = new int[workers];
    before = new int[workers];
    shareTimesNanoseconds = new double[workers];
  }

  /**
   * What a worker did, while all did what {@link #completed} says next.
   *
   * @param work its multiply-adds, in any unit
   * @param nanoseconds in which it did not wait
   */
  void worked(int worker, double work, long nanoseconds) {
    multiplyAdds[worker] += work;
    busy[worker] += nanoseconds;
  }

  /** What all workers together did, and how long it took; changes the shares if that is better. */
  void completed(int count, long elapsed) {
    examples += count;
    nanoseconds += elapsed;
    for (int worker = 0; worker < workers; worker++) {
      shareTimesNanoseconds[worker] += shares.of(worker) * elapsed;
    }
    allNanoseconds += elapsed;
    if (nanoseconds < LEAST_NANOSECONDS) {
      return;
    }
    decide((double) nanoseconds / examples);
    Arrays.fill(multiplyAdds, 0);
    Arrays.fill(busy, 0);
    nanoseconds = 0;
    examples = 0;
  }

  /** The smallest of the workers' mean shares over time, as a multiple of an equal one. */
  double smallestShare() {
    return ofEqual(Arrays.stream(shareTimesNanoseconds).min().orElse(0));
  }

  /** The largest of the workers' mean shares over time, as a multiple of an equal one. */
  double largestShare() {
    return ofEqual(Arrays.stream(shareTimesNanoseconds).max().orElse(0));
  }

  private double ofEqual(double timesNanoseconds) {
    return allNanoseconds == 0 ? 1 : timesNanoseconds * workers / allNanoseconds;
  }

  private void decide(double nanosecondsPerExample) {
    if (onTrial) {
      onTrial = false;
      if (nanosecondsPerExample >= nanosecondsBefore) {
        shares.set(before);
        rest = patience;
        patience = Math.min(2 * patience, MOST_PATIENCE);
        return;
      }
      patience = LEAST_PATIENCE;
    }
    for (int worker = 0; worker < workers; worker++) {
      double speed = multiplyAdds[worker] / Math.max(1, busy[worker]);
      speeds[worker] = speeds[worker] == 0 ? speed : (speeds[worker] + speed) / 2;
    }
    if (rest > 0) {
      rest--;
      return;
    }
    propose();
    if (gain() >= LEAST_GAIN) {
      shares.copyTo(before);
      shares.set(proposed);
      nanosecondsBefore = nanosecondsPerExample;
      onTrial = true;
    }
  }

  /** Deals out the portions one by one, each to the worker who is then done first. */
  private void propose() {
    int most = MOST_OF_EQUAL * portions / workers;
    int left = portions;
    for (int worker = 0; worker < workers; worker++) {
      double present = shares.of(worker) * portions;
      proposed[worker] = Math.max(1, (int) (present * (1 - MOST_LOSS)));
      left -= proposed[worker];
    }
    for (; left > 0; left--) {
      int first = -1;
      for (int worker = 0; worker < workers; worker++) {
        if (proposed[worker] < most
            && (first < 0
                || (proposed[worker] + 1) * speeds[first]
                    < (proposed[first] + 1) * speeds[worker])) {
          first = worker;
        }
      }
      proposed[first]++;
    }
  }

  /** Time until the last worker is done, of the present shares over that of the proposed ones. */
  private double gain() {
    double present = 0;
    double then = 0;
    for (int worker = 0; worker < workers; worker++) {
      present = Math.max(present, shares.of(worker) * portions / speeds[worker]);
      then = Math.max(then, proposed[worker] / speeds[worker]);
    }
    return present / then;
  }
}

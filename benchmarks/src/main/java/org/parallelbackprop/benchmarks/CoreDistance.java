package org.parallelbackprop.benchmarks;

/**
 * How far two cores are from each other: nanoseconds from a value that one writes to the answer of
 * the other. Tens where they share a cache, hundreds where they do not, and then everything that
 * passes from one worker to another takes as much longer. On a virtual machine it changes from
 * minute to minute, as its processors are given other cores.
 */
final class CoreDistance {

  /** Those of the first half wake the processors up. */
  static final int ROUND_TRIPS = 20_000;

  private volatile int ball;

  private CoreDistance() {}

  /** Mean of 10,000 round trips between the calling thread and another. */
  static double nanoseconds() throws InterruptedException {
    return new CoreDistance().measure();
  }

  private double measure() throws InterruptedException {
    Thread other = Thread.ofPlatform().daemon().start(this::answer);
    long begin = 0;
    for (int trip = 0; trip < ROUND_TRIPS; trip++) {
      if (trip == ROUND_TRIPS / 2) {
        begin = System.nanoTime();
      }
      ball = 2 * trip + 1;
      await(2 * trip + 2);
    }
    long elapsed = System.nanoTime() - begin;
    other.join();
    return (double) elapsed / (ROUND_TRIPS / 2);
  }

  private void answer() {
    for (int trip = 0; trip < ROUND_TRIPS; trip++) {
      await(2 * trip + 1);
      ball = 2 * trip + 2;
    }
  }

  private void await(int value) {
    while (ball != value) {
      Thread.onSpinWait();
    }
  }
}

package org.parallelbackprop.engine.gpu.check;

import java.util.Arrays;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.TrainingSession;

/** Times epochs as the worker does: around {@code trainEpoch}, the order made before. */
final class EpochClock {

  private static final long SEED = 1;
  private static final int WARM_UP = 3;

  private EpochClock() {}

  /** Median seconds of {@code epochs} epochs, after some that do not count. */
  static double medianSeconds(TrainingSession session, int examples, int epochs) {
    double[] seconds = new double[epochs];
    for (int epoch = 1 - WARM_UP; epoch <= epochs; epoch++) {
      int[] order = BatchOrder.epoch(SEED, WARM_UP + epoch, examples);
      long start = System.nanoTime();
      session.trainEpoch(order);
      double taken = (System.nanoTime() - start) / 1e9;
      if (epoch >= 1) {
        seconds[epoch - 1] = taken;
      }
    }
    Arrays.sort(seconds);
    int middle = epochs / 2;
    return epochs % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
  }
}

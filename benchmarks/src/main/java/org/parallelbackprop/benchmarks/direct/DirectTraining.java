package org.parallelbackprop.benchmarks.direct;

import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;

/** Plain SGD on squared errors of sigmoid layers, by a library that is called directly. */
interface DirectTraining extends AutoCloseable {

  /**
   * What is trained, and on what.
   *
   * @param seed of the order of the examples in every epoch
   */
  record Work(
      Examples training,
      Parameters initial,
      int batchSize,
      float learningRate,
      int threads,
      long seed) {

    /** Order of the examples, the same in every epoch. */
    int[] order() {
      return BatchOrder.epoch(seed, 1, training.count());
    }

    /** Widths of the layers. */
    int width(int layer) {
      return initial.network().width(layer);
    }

    int layers() {
      return initial.network().layers();
    }
  }

  /** Trains the first epoch, which is not timed. */
  void firstEpoch();

  /**
   * Share of examples that are classified correctly after {@link #firstEpoch()}.
   *
   * @param examples others than those that are trained on
   */
  double accuracy(Examples examples);

  /** Trains further epochs; seconds per epoch, one value or one for each. */
  double[] epochs(int count);

  @Override
  void close();
}

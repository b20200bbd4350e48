package org.parallelbackprop.engine;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * In which order an epoch visits the examples.
 *
 * <p>Epoch e takes the examples in ascending order of the words of Philox stream 2³² + e, equal
 * words in ascending order of the examples: {@code np.argsort(words(seed, 2**32 + e, n),
 * kind="stable")}. Mini-batch k of an epoch is positions kM … kM + M − 1 of that order; the last
 * batch holds what is left.
 */
public final class BatchOrder {

  private static final long FIRST_STREAM = 1L << 32;

  private BatchOrder() {}

  /**
   * The order of one epoch.
   *
   * @param seed seed of the run
   * @param epoch 1 for the first
   * @param n number of examples
   * @return a permutation of 0 … n − 1
   */
  public static int[] epoch(long seed, int epoch, int n) {
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs are numbered from 1, but got " + epoch);
    }
    long[] words = Philox.words(seed, FIRST_STREAM + epoch, n);
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> words[i], Long::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}

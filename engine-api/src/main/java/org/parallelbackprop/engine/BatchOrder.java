package org.parallelbackprop.engine;

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

  private static final int DIGIT_BITS = 8;

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
    return argsort(words);
  }

  /**
   * Positions of the words in ascending order: a stable radix sort from the lowest digits up. It is
   * short, as the JVM compiles it while the first epochs are timed; a sort of boxed numbers kept
   * its compilers busy through several of them.
   */
  private static int[] argsort(long[] words) {
    int[] order = new int[words.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int[] next = new int[order.length];
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
      int[] places = new int[(1 << DIGIT_BITS) + 1];
      for (long word : words) {
        places[digit(word, shift) + 1]++;
      }
      for (int digit = 0; digit < 1 << DIGIT_BITS; digit++) {
        places[digit + 1] += places[digit];
      }
      for (int i : order) {
        next[places[digit(words[i], shift)]++] = i;
      }
      int[] done = order;
      order = next;
      next = done;
    }
    return order;
  }

  private static int digit(long word, int shift) {
    return (int) (word >>> shift) & (1 << DIGIT_BITS) - 1;
  }
}

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

  /** Values of a byte. */
  private static final int BYTES = 1 << Byte.SIZE;

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
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    int[] other = new int[n];
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      sortByByte(words, shift, order, other);
      int[] sorted = other;
      other = order;
      order = sorted;
    }
    return order;
  }

  /**
   * One pass of a radix sort: it keeps the order of equal bytes, so after the passes over all bytes
   * of a word, the lowest first, the whole words are in order.
   */
  private static void sortByByte(long[] words, int shift, int[] from, int[] to) {
    int[] starts = new int[BYTES + 1];
    for (long word : words) {
      starts[byteAt(word, shift) + 1]++;
    }
    for (int b = 0; b < BYTES; b++) {
      starts[b + 1] += starts[b];
    }
    for (int i : from) {
      to[starts[byteAt(words[i], shift)]++] = i;
    }
  }

  private static int byteAt(long word, int shift) {
    return (int) (word >>> shift) & (BYTES - 1);
  }
}

package org.parallelbackprop.engine;

/**
 * The counter-based random number generator Philox 4x64-10, laid out as NumPy's {@code
 * Philox(key=[seed, stream])}.
 *
 * <p>A word is a pure function of (seed, stream, index): nothing depends on how many numbers
 * somebody else has drawn before. Streams 1 … L are the initial weights of layers 1 … L, stream 2³²
 * + e is the order of the examples in epoch e.
 *
 * <p>Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011, section 3.3; constants and known-answer vectors from the authors' Random123 library.
 * NumPy increments the counter before it generates a block, so that words 0 … 3 come from counter
 * 1.
 */
public final class Philox {

  private static final long MULTIPLIER_0 = 0xD2E7470EE14C6C93L;
  private static final long MULTIPLIER_1 = 0xCA5A826395121157L;

  /** Golden ratio and √3 − 1 as 64-bit fractions. */
  private static final long WEYL_0 = 0x9E3779B97F4A7C15L;

  private static final long WEYL_1 = 0xBB67AE8584CAA73BL;
  private static final int ROUNDS = 10;
  private static final int WORDS_PER_BLOCK = 4;

  private Philox() {}

  /**
   * The first {@code n} 64-bit words of a stream, as {@code np.random.Philox(key=[seed,
   * stream]).random_raw(n)}.
   *
   * @param seed first word of the key
   * @param stream second word of the key
   * @param n number of words
   */
  public static long[] words(long seed, long stream, int n) {
    long[] words = new long[n];
    for (int i = 0; i < n; i += WORDS_PER_BLOCK) {
      long[] block = block(i / WORDS_PER_BLOCK + 1, 0, 0, 0, seed, stream);
      System.arraycopy(block, 0, words, i, Math.min(WORDS_PER_BLOCK, n - i));
    }
    return words;
  }

  /**
   * A word as a double in [0, 1): its upper 53 bits times 2⁻⁵³.
   *
   * @param word any word of a stream
   */
  public static double toUnitInterval(long word) {
    return (word >>> 11) * 0x1p-53;
  }

  /** The bijection itself: one block of four words for a counter (c0 lowest) under a key. */
  static long[] block(long c0, long c1, long c2, long c3, long key0, long key1) {
    long k0 = key0;
    long k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long high0 = Math.unsignedMultiplyHigh(MULTIPLIER_0, c0);
      long low0 = MULTIPLIER_0 * c0;
      long high1 = Math.unsignedMultiplyHigh(MULTIPLIER_1, c2);
      long low1 = MULTIPLIER_1 * c2;
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return new long[] {c0, c1, c2, c3};
  }
}

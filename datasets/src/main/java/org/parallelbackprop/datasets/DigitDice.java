package org.parallelbackprop.datasets;

import org.parallelbackprop.engine.Philox;

/** The random numbers of one picture: the words of one Philox stream, one after the other. */
final class DigitDice {

  private static final int BYTES_PER_WORD = Long.BYTES;

  /** More words than any picture takes: shape and place first, then eight pixels of noise each. */
  private static final int WORDS = 64 + StrokeCanvas.SIZE * StrokeCanvas.SIZE / BYTES_PER_WORD;

  private final long[] words;
  private int taken;

  DigitDice(long seed, long stream) {
    words = Philox.words(seed, stream, WORDS);
  }

  /** Evenly distributed in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * Philox.toUnitInterval(words[taken++]);
  }

  /** Evenly distributed over 0 … n − 1. */
  int below(int n) {
    return (int) between(0, n);
  }

  /** Evenly distributed over the 2⁶⁴ values. */
  long word() {
    return words[taken++];
  }
}

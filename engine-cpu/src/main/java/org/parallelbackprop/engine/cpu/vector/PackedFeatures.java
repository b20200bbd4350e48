package org.parallelbackprop.engine.cpu.vector;

import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;

/**
 * Features that are whole 255ths, as those of images are, in a byte each: a quarter to fetch for
 * every mini-batch, by every worker.
 *
 * <pre>
 *   words   [examples][⌈features / 4L⌉][L]      L = N/2, lanes of a vector
 *
 *   byte b of word [e][g][j] is 255 · feature 4L·g + L·b + j of example e, or 0 behind the last
 * </pre>
 *
 * <p>So L words hold two panels' columns of an example, and a vector of them is unpacked into four
 * of features by shifts, without lanes moving and without vectors of another kind.
 */
final class PackedFeatures {

  /** By which bytes are divided, correctly rounded as features are. */
  static final float WHITE = 255f;

  /** From {@link Tiling#ORIGIN} on. */
  final int[] words;

  private final int wordsPerExample;

  private PackedFeatures(int[] words, int wordsPerExample) {
    this.words = words;
    this.wordsPerExample = wordsPerExample;
  }

  /**
   * Packs those of all examples; null if one of them is anything else, or one array is too short.
   */
  static @Nullable PackedFeatures of(Examples examples, Tiling tiling) {
    int count = examples.featureCount();
    int lanes = tiling.width() / 2;
    int group = Integer.BYTES * lanes;
    int wordsPerExample = Math.ceilDiv(count, group) * lanes;
    if (!Tiling.fits(examples.count(), wordsPerExample)) {
      return null;
    }
    float[] features = examples.features();
    int[] words = new int[Tiling.ORIGIN + examples.count() * wordsPerExample];
    for (int e = 0; e < examples.count(); e++) {
      int row = Tiling.ORIGIN + e * wordsPerExample;
      for (int first = 0; first < count; first += lanes) {
        int word = row + first / group * lanes;
        int shift = first % group / lanes * Byte.SIZE;
        int from = e * count + first;
        for (int lane = 0; lane < Math.min(lanes, count - first); lane++) {
          float feature = features[from + lane];
          int grey = (int) (feature * WHITE + 0.5f);
          // Anything else is told by its bits: −0, NaN, what is out of range or between two of
          // them.
          if (grey != (grey & 0xff)
              || Float.floatToRawIntBits(grey / WHITE) != Float.floatToRawIntBits(feature)) {
            return null;
          }
          words[word + lane] |= grey << shift;
        }
      }
    }
    return new PackedFeatures(words, wordsPerExample);
  }

  /** Index of an example's first word. */
  int start(int example) {
    return Tiling.ORIGIN + example * wordsPerExample;
  }
}

package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.Examples;

/**
 * Which inputs of which example are not zero, one bit each.
 *
 * <p>Bit k mod 64 of word k div 64 of an example stands for input k. Bits of words of their own
 * stand likewise for the groups of at most S neighbouring inputs. Both lie side by side, as
 * examples are visited at random, and who fetches one from memory mostly has the other then.
 *
 * <pre>
 *   words   [examples][words of groups, words of inputs]
 * </pre>
 */
final class NonZeroMask {

  private final int wordsPerExample;
  private final int groupWordsPerExample;
  private final long[] words;
  private final double keptInTiles;
  private final double keptInGroups;

  /** Looks at all examples. */
  NonZeroMask(Examples examples, Tiling tiling) {
    int inputs = examples.featureCount();
    int groups = tiling.groups(inputs);
    wordsPerExample = Math.ceilDiv(inputs, Long.SIZE);
    groupWordsPerExample = Math.ceilDiv(groups, Long.SIZE);
    words = new long[Math.multiplyExact(examples.count(), groupWordsPerExample + wordsPerExample)];
    float[] features = examples.features();
    int[] examplesWith = new int[inputs];
    for (int e = 0; e < examples.count(); e++) {
      for (int k = 0; k < inputs; k++) {
        if (features[e * inputs + k] != 0) {
          words[at(e, k / Long.SIZE)] |= 1L << k;
          int group = tiling.group(k);
          words[groupAt(e, group / Long.SIZE)] |= 1L << group;
          examplesWith[k]++;
        }
      }
    }
    keptInTiles = keptInTiles(examplesWith, examples.count(), tiling.rows());
    keptInGroups = keptInGroups(examples.count(), inputs, tiling);
  }

  private int at(int example, int word) {
    return groupAt(example, groupWordsPerExample + word);
  }

  private int groupAt(int example, int word) {
    return example * (groupWordsPerExample + wordsPerExample) + word;
  }

  /** Share of (tile, input) pairs that independently drawn examples are expected to have on. */
  private static double keptInTiles(int[] examplesWith, int count, int tileRows) {
    double kept = 0;
    for (int with : examplesWith) {
      kept += 1 - Math.pow(1 - (double) with / count, tileRows);
    }
    return kept / examplesWith.length;
  }

  private double keptInGroups(int count, int inputs, Tiling tiling) {
    long on = 0;
    for (int e = 0; e < count; e++) {
      for (int w = 0; w < groupWordsPerExample; w++) {
        for (long word = groupWord(e, w); word != 0; word &= word - 1) {
          int group = w * Long.SIZE + Long.numberOfTrailingZeros(word);
          on += Math.min(tiling.groupSize(group), inputs - tiling.groupStart(group));
        }
      }
    }
    return on / ((double) count * inputs);
  }

  /** Words of an example. */
  int wordsPerExample() {
    return wordsPerExample;
  }

  /** A word of an example. */
  long word(int example, int word) {
    return words[at(example, word)];
  }

  /** A word of an example's groups. */
  long groupWord(int example, int word) {
    return words[groupAt(example, word)];
  }

  /** Share of the forward product that a tile of random examples keeps, expected. */
  double keptInTiles() {
    return keptInTiles;
  }

  /** Share of the weight gradient that a group of inputs keeps, exact. */
  double keptInGroups() {
    return keptInGroups;
  }
}

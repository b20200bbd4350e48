package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.parallelbackprop.engine.Examples;

/**
 * An order of all examples in which neighbours have mostly the same inputs that are not zero.
 *
 * <p>Halves the examples, and each half in turn, by the direction in which their non-zero inputs
 * differ most: their first principal component. (D. Boley, “Principal Direction Divisive
 * Partitioning”, Data Mining and Knowledge Discovery 2, 1998; halves of equal size are ours.) The
 * second of two halves lies the other way round, so that where they meet they are alike, too.
 *
 * <pre>
 *   ├ few on → many on ─┼─ many on → few on ─┤        along the direction of both
 * </pre>
 *
 * <p>All it takes of an example is which groups of neighbouring inputs are not all zero. It is
 * computed by one thread in double precision, so everywhere the same.
 */
final class SimilarityOrder {

  /** Neighbouring inputs that are looked at as one. */
  private static final int GROUP_INPUTS = 4;

  /** Examples from which a direction is estimated; more do not make a better order. */
  private static final int SAMPLE = 256;

  /** Power iterations, from the direction of all ones, that is of how many are on. */
  private static final int ITERATIONS = 3;

  /** Examples that are not halved any more: two tiles of 512 bits. */
  private static final int FEW = 16;

  private final int wordsPerExample;

  /** Which groups of inputs are not zero, a bit each: [examples][words]. */
  private final long[] words;

  private final int[] order;
  private double[] direction;
  private double[] next;
  private final double[] projections = new double[SAMPLE];
  private final long[] keys;

  private SimilarityOrder(Examples examples) {
    int inputs = examples.featureCount();
    int groups = Math.ceilDiv(inputs, GROUP_INPUTS);
    wordsPerExample = Math.ceilDiv(groups, Long.SIZE);
    words = new long[Math.multiplyExact(examples.count(), wordsPerExample)];
    float[] features = examples.features();
    for (int e = 0; e < examples.count(); e++) {
      for (int k = 0; k < inputs; k++) {
        if (features[e * inputs + k] != 0) {
          int group = k / GROUP_INPUTS;
          words[e * wordsPerExample + group / Long.SIZE] |= 1L << group;
        }
      }
    }
    order = IntStream.range(0, examples.count()).toArray();
    keys = new long[order.length];
    direction = new double[groups];
    next = new double[groups];
  }

  /** The examples' numbers in that order. */
  static int[] of(Examples examples) {
    SimilarityOrder similarity = new SimilarityOrder(examples);
    similarity.halve(0, examples.count(), false);
    return similarity.order;
  }

  /** Orders some examples along their direction, or against it, and then each half of them. */
  private void halve(int from, int to, boolean against) {
    if (to - from <= FEW) {
      return;
    }
    findDirection(from, to);
    for (int i = from; i < to; i++) {
      float along = (float) projection(order[i]);
      keys[i] = (long) sortable(against ? -along : along) << Integer.SIZE | order[i];
    }
    Arrays.sort(keys, from, to);
    for (int i = from; i < to; i++) {
      order[i] = (int) keys[i];
    }
    int middle = (from + to) >>> 1;
    halve(from, middle, false);
    halve(middle, to, true);
  }

  /** An integer that compares as a number does, −0 before 0. */
  private static int sortable(float value) {
    int bits = Float.floatToIntBits(value);
    return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
  }

  /** First principal component, as far as it takes to tell halves apart; 0 if all are alike. */
  private void findDirection(int from, int to) {
    Arrays.fill(direction, 1);
    int step = Math.ceilDiv(to - from, SAMPLE);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      int count = 0;
      double sum = 0;
      for (int i = from; i < to; i += step) {
        projections[count] = projection(order[i]);
        sum += projections[count++];
      }
      Arrays.fill(next, 0);
      for (int i = 0; i < count; i++) {
        add(order[from + i * step], projections[i] - sum / count);
      }
      double squares = 0;
      for (double component : next) {
        squares += component * component;
      }
      double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
      for (int group = 0; group < next.length; group++) {
        next[group] *= scale;
      }
      double[] last = direction;
      direction = next;
      next = last;
    }
  }

  /** Sum of the direction's components over what is on in an example. */
  private double projection(int example) {
    double sum = 0;
    for (int w = 0; w < wordsPerExample; w++) {
      for (long on = words[example * wordsPerExample + w]; on != 0; on &= on - 1) {
        sum += direction[w * Long.SIZE + Long.numberOfTrailingZeros(on)];
      }
    }
    return sum;
  }

  /** Adds a weight to the next direction's components of what is on in an example. */
  private void add(int example, double weight) {
    for (int w = 0; w < wordsPerExample; w++) {
      for (long on = words[example * wordsPerExample + w]; on != 0; on &= on - 1) {
        next[w * Long.SIZE + Long.numberOfTrailingZeros(on)] += weight;
      }
    }
  }
}

package org.parallelbackprop.engine.gpu.check;

import java.util.Arrays;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Philox;

/**
 * Examples of MNIST's shape that need no file: what a GPU takes for them depends on their number
 * only. Like MNIST's pixels, four in five features are 0 and the others multiples of 1/255.
 */
final class DrawnExamples {

  private static final long SEED = 1;
  private static final long FEATURES = 1;
  private static final long LABELS = 2;
  private static final double ZEROS = 0.8;
  private static final int GREYS = 255;

  private DrawnExamples() {}

  static Examples of(NetworkShape network, int count) {
    long[] words = Philox.words(SEED, FEATURES, Math.multiplyExact(count, network.inputs()));
    float[] features = new float[words.length];
    for (int i = 0; i < features.length; i++) {
      double uniform = Philox.toUnitInterval(words[i]);
      features[i] = uniform < ZEROS ? 0 : (float) ((int) (uniform * GREYS) / (double) GREYS);
    }
    int[] labels =
        Arrays.stream(Philox.words(SEED, LABELS, count))
            .mapToInt(word -> (int) Long.remainderUnsigned(word, network.outputs()))
            .toArray();
    return new Examples(network.inputs(), network.outputs(), features, labels);
  }
}

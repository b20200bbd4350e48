package org.parallelbackprop.worker;

import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;

/**
 * How good a network's outputs are, computed in double from float32 outputs, the same way for every
 * engine.
 *
 * @param loss mean over the examples: for {@code mse} Σ_k (y_k − a_k)², for {@code cross-entropy}
 *     −log a_label, where outputs below the smallest positive float32 count as that
 * @param accuracy fraction of the examples whose largest output is their label's; of equal outputs
 *     the one of the lowest class counts as the largest
 */
record Evaluation(double loss, double accuracy) {

  /**
   * Judges outputs.
   *
   * @param outputs [examples.count(), classes], row-major
   * @throws IllegalArgumentException if there are no examples or another number of outputs
   */
  static Evaluation of(float[] outputs, Examples examples, Loss loss) {
    int n = examples.count();
    int classes = examples.classes();
    if (n == 0 || outputs.length != Math.multiplyExact(n, classes)) {
      throw new IllegalArgumentException(
          n + " examples of " + classes + " classes, but " + outputs.length + " outputs");
    }
    int[] labels = examples.labels();
    double sum = 0;
    int correct = 0;
    for (int example = 0; example < n; example++) {
      int offset = example * classes;
      sum +=
          switch (loss) {
            case MSE -> squaredDistance(outputs, offset, classes, labels[example]);
            case CROSS_ENTROPY ->
                -Math.log(Math.max(outputs[offset + labels[example]], Float.MIN_VALUE));
          };
      if (largest(outputs, offset, classes) == labels[example]) {
        correct++;
      }
    }
    return new Evaluation(sum / n, (double) correct / n);
  }

  private static double squaredDistance(float[] outputs, int offset, int classes, int label) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double difference = (k == label ? 1.0 : 0.0) - outputs[offset + k];
      sum += difference * difference;
    }
    return sum;
  }

  private static int largest(float[] outputs, int offset, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      if (outputs[offset + k] > outputs[offset + best]) {
        best = k;
      }
    }
    return best;
  }
}

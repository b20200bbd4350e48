package org.parallelbackprop.engine.tribuo;

import java.util.List;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.TrainingSpec;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The formulas of {@link TrainingSpec} as operations of a graph; both engines use them. */
final class NetworkFormulas {

  private NetworkFormulas() {}

  /**
   * What the output layer computes before its activation.
   *
   * @param features [M, n_0]
   * @param parameters in the order of {@link TensorLayout}
   * @return [M, n_L]
   */
  static Operand<TFloat32> logits(
      Ops tf,
      Activation activation,
      Operand<TFloat32> features,
      List<? extends Operand<TFloat32>> parameters) {
    Operand<TFloat32> a = features;
    for (int i = 0; i < parameters.size(); i += 2) {
      if (i > 0) {
        a = activate(tf, activation, a);
      }
      a = tf.math.add(tf.linalg.matMul(a, parameters.get(i)), parameters.get(i + 1));
    }
    return a;
  }

  private static Operand<TFloat32> activate(Ops tf, Activation activation, Operand<TFloat32> z) {
    return switch (activation) {
      case SIGMOID -> tf.math.sigmoid(z);
      case TANH -> tf.math.tanh(z);
      case RELU -> tf.nn.relu(z);
    };
  }

  /** a_L from logits [M, n_L]. */
  static <T extends TNumber> Operand<T> outputs(Ops tf, Loss loss, Operand<T> logits) {
    return switch (loss) {
      case MSE -> tf.math.sigmoid(logits);
      case CROSS_ENTROPY -> tf.nn.softmax(logits);
    };
  }

  /**
   * The loss without L2 term.
   *
   * @param targets one-hot, [M, n_L]
   * @param logits [M, n_L]
   */
  static <T extends TNumber> Operand<T> loss(
      Ops tf, Loss loss, Operand<T> targets, Operand<T> logits) {
    Operand<T> ofExamples =
        switch (loss) {
          case MSE ->
              tf.reduceSum(
                  tf.math.squaredDifference(targets, outputs(tf, loss, logits)), tf.constant(1));
          case CROSS_ENTROPY -> tf.nn.softmaxCrossEntropyWithLogits(logits, targets).loss();
        };
    return tf.math.mean(ofExamples, tf.constant(0));
  }
}

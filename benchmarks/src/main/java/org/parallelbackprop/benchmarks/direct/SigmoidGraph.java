package org.parallelbackprop.benchmarks.direct;

import org.parallelbackprop.engine.Parameters;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Sigmoid layers in a graph of TensorFlow, their weights set when the graph is initialised. */
final class SigmoidGraph {

  private SigmoidGraph() {}

  /** What the output layer computes before its activation. */
  static Operand<TFloat32> logits(Ops tf, Operand<TFloat32> inputs, Parameters initial) {
    Operand<TFloat32> a = inputs;
    int layers = initial.network().layers();
    for (int l = 1; l <= layers; l++) {
      int in = initial.network().width(l - 1);
      int out = initial.network().width(l);
      Ops first = tf.withInitScope();
      Operand<TFloat32> w =
          tf.variable(
              first.constant(
                  Shape.of(in, out), DataBuffers.of(transposed(initial.weights(l), out, in))));
      Operand<TFloat32> b =
          tf.variable(first.constant(Shape.of(out), DataBuffers.of(initial.biases(l))));
      a = tf.math.add(tf.linalg.matMul(l == 1 ? a : tf.math.sigmoid(a), w), b);
    }
    return a;
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      result[i % columns * rows + i / columns] = matrix[i];
    }
    return result;
  }
}

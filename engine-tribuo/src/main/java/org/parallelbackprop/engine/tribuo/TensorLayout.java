package org.parallelbackprop.engine.tribuo;

import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.tensorflow.ndarray.Shape;

/**
 * Parameters as TensorFlow keeps them: W_l transposed to [n_{l−1}, n_l], so that a layer is x·W +
 * b.
 */
record TensorLayout(NetworkShape network) {

  /** Shapes of W_1, b_1, W_2, b_2, … */
  List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (int l = 1; l <= network.layers(); l++) {
      shapes.add(Shape.of(network.width(l - 1), network.width(l)));
      shapes.add(Shape.of(network.width(l)));
    }
    return shapes;
  }

  /** Values of W_1, b_1, W_2, b_2, …, each row-major. */
  List<float[]> tensors(Parameters parameters) {
    List<float[]> tensors = new ArrayList<>();
    for (int l = 1; l <= network.layers(); l++) {
      tensors.add(transposed(parameters.weights(l), network.width(l), network.width(l - 1)));
      tensors.add(parameters.biases(l));
    }
    return tensors;
  }

  /**
   * The inverse of {@link #tensors}.
   *
   * @param tensors W_1, b_1, W_2, b_2, …, each row-major
   */
  Parameters parameters(List<float[]> tensors) {
    float[] values = new float[network.parameterCount()];
    for (int l = 1; l <= network.layers(); l++) {
      float[] weights = transposed(tensors.get(2 * l - 2), network.width(l - 1), network.width(l));
      System.arraycopy(weights, 0, values, network.weightOffset(l), weights.length);
      float[] biases = tensors.get(2 * l - 1);
      System.arraycopy(biases, 0, values, network.biasOffset(l), biases.length);
    }
    return new Parameters(network, values);
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = matrix[r * columns + c];
      }
    }
    return result;
  }
}

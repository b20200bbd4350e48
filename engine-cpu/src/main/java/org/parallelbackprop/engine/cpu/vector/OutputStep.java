package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.Loss;

/**
 * What happens at the output layer: its activation, the loss, and δ = ∂L/∂z.
 *
 * <p>A network has few outputs, so this works element by element, in ascending order of the
 * outputs; only the exponentials are vectors.
 */
final class OutputStep {

  private final VectorKernels kernels;
  private final Loss loss;
  private final int outputs;
  private final int width;
  private final int panels;
  private final float[] values;
  private final float[] deltas;
  private final Panels places;
  private final double[] losses;

  /**
   * Allocates.
   *
   * @param values of the output layer
   * @param deltas of the output layer
   * @param rows most rows of a chunk
   */
  OutputStep(
      VectorKernels kernels, Loss loss, int outputs, Panels values, Panels deltas, int rows) {
    this.kernels = kernels;
    this.loss = loss;
    this.outputs = outputs;
    width = kernels.tiling().width();
    panels = kernels.tiling().panels(outputs);
    this.values = values.elements;
    this.deltas = deltas.elements;
    places = values;
    losses = new double[rows];
  }

  /** Loss of a row, as of the last {@link #deltas}. */
  double loss(int row) {
    return losses[row];
  }

  /** a of one output in one row. */
  float value(int row, int output) {
    return values[element(output, row)];
  }

  /** z → a in place, in rows {@code from … to − 1}. */
  void activate(int from, int to) {
    switch (loss) {
      case MSE -> {
        for (int panel = 0; panel < panels; panel++) {
          kernels.sigmoid(values, places.at(panel, from), (to - from) * width);
        }
      }
      case CROSS_ENTROPY -> {
        for (int row = from; row < to; row++) {
          softmax(row, 0);
        }
      }
    }
  }

  /**
   * z → a in place, the loss, and δ for one row.
   *
   * @param batch M, by which the loss of the mini-batch is divided
   */
  void deltas(int row, int label, int batch) {
    switch (loss) {
      case MSE -> {
        for (int panel = 0; panel < panels; panel++) {
          kernels.sigmoid(values, places.at(panel, row), width);
        }
        losses[row] = squaredError(row, label, 2f / batch);
      }
      case CROSS_ENTROPY -> {
        losses[row] = softmax(row, label);
        softmaxDeltas(row, label, 1f / batch);
      }
    }
  }

  /** ‖y − a‖², and δ = 2/M · (a − y) a(1 − a). */
  private double squaredError(int row, int label, float scale) {
    double sum = 0;
    for (int o = 0; o < outputs; o++) {
      int i = element(o, row);
      float a = values[i];
      float error = o == label ? a - 1 : a;
      sum += (double) error * error;
      deltas[i] = error * (a * (1 - a)) * scale;
    }
    return sum;
  }

  /** δ = 1/M · (a − y). */
  private void softmaxDeltas(int row, int label, float scale) {
    for (int o = 0; o < outputs; o++) {
      int i = element(o, row);
      float a = values[i];
      deltas[i] = (o == label ? a - 1 : a) * scale;
    }
  }

  /**
   * a_o = e^(z_o − max z) / Σ e^(z − max z).
   *
   * @return −log a_label, from the logarithm of the sum, finite even if a_label is 0
   */
  private double softmax(int row, int label) {
    float max = Float.NEGATIVE_INFINITY;
    for (int o = 0; o < outputs; o++) {
      max = Math.max(max, values[element(o, row)]);
    }
    double labelExponent = (double) values[element(label, row)] - max;
    for (int o = 0; o < outputs; o++) {
      values[element(o, row)] -= max;
    }
    for (int panel = 0; panel < panels; panel++) {
      kernels.exp(values, places.at(panel, row), width);
    }
    double sum = 0;
    for (int o = 0; o < outputs; o++) {
      sum += values[element(o, row)];
    }
    for (int o = 0; o < outputs; o++) {
      int i = element(o, row);
      values[i] = (float) (values[i] / sum);
    }
    return StrictMath.log(sum) - labelExponent;
  }

  private int element(int output, int row) {
    return places.at(output / width, row) + output % width;
  }
}

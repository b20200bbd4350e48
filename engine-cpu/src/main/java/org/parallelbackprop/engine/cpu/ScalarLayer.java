package org.parallelbackprop.engine.cpu;

import java.util.Arrays;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * One layer's parameters and what is done with them.
 *
 * <p>Weights are held transposed, [n_in, n_out], because the forward step and the gradient then go
 * along rows; layers above the first also hold them as [n_out, n_in] for the deltas. Each method
 * computes a range of rows or columns and writes nothing outside it, so that whoever is given a
 * range owns it.
 *
 * <p>Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
 * Nature 323 (1986), equations 1–9, over a mini-batch.
 */
final class ScalarLayer {

  private final TrainingSpec spec;
  private final int inputs;
  private final int outputs;

  /** W transposed [inputs, outputs]. */
  private final float[] weights;

  /** W [outputs, inputs], equal to {@link #weights} after every step; empty in the first layer. */
  private final float[] weightsByOutput;

  private final float[] biases;

  /** v of weights and biases; empty without momentum. */
  private final float[] weightVelocity;

  private final float[] biasVelocity;

  /**
   * @param w W [outputs, inputs], row-major
   * @param b [outputs]
   * @param first whether it is layer 1, whose inputs need no gradient
   */
  ScalarLayer(TrainingSpec spec, float[] w, float[] b, boolean first) {
    this.spec = spec;
    this.outputs = b.length;
    this.inputs = w.length / b.length;
    this.weights = new float[w.length];
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        weights[i * outputs + o] = w[o * inputs + i];
      }
    }
    this.weightsByOutput = first ? new float[0] : w.clone();
    this.biases = b.clone();
    boolean momentum = spec.momentum() > 0;
    this.weightVelocity = new float[momentum ? weights.length : 0];
    this.biasVelocity = new float[momentum ? biases.length : 0];
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /** Copies W [outputs, inputs] and b to where {@code NetworkShape} has them. */
  void copyTo(float[] parameters, int weightOffset, int biasOffset) {
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        parameters[weightOffset + o * inputs + i] = weights[i * outputs + o];
      }
    }
    System.arraycopy(biases, 0, parameters, biasOffset, outputs);
  }

  /**
   * z(e, o) = b_o + Σ_i a(e, i) · W(o, i), i ascending, for a few examples e.
   *
   * @param examples number of examples, at most {@link RowSums#ROWS}
   * @param first the first of them
   * @param a activations entering the layer [capacity, inputs]
   * @param z receives one row an example
   */
  void forward(int examples, int first, float[] a, RowSums z) {
    z.startAt(biases);
    z.addProducts(examples, a, first * inputs, inputs, 1, weights, inputs, outputs);
  }

  /**
   * d(e, i) = Σ_o δ(e, o) · W(o, i), o ascending, for a few examples e.
   *
   * @param examples number of examples, at most {@link RowSums#ROWS}
   * @param first the first of them
   * @param delta δ of this layer [capacity, outputs]
   * @param d receives one row an example
   */
  void backward(int examples, int first, float[] delta, RowSums d) {
    d.startAtZero(inputs);
    d.addProducts(examples, delta, first * outputs, outputs, 1, weightsByOutput, outputs, inputs);
  }

  /**
   * Gradient and update of the weights from inputs {@code from} … {@code to − 1}.
   *
   * <p>g(o, i) = Σ_e δ(e, o) · a(e, i), e ascending, + λ · W(o, i). The mean over the batch is in
   * δ.
   *
   * @param examples M
   * @param a activations entering the layer [capacity, inputs]
   * @param delta δ of this layer [capacity, outputs]
   */
  void descendWeights(int examples, float[] a, float[] delta, int from, int to, RowSums gradient) {
    for (int i = from; i < to; i += RowSums.ROWS) {
      int rows = Math.min(RowSums.ROWS, to - i);
      gradient.startAtZero(outputs);
      gradient.addProducts(rows, a, i, 1, inputs, delta, examples, outputs);
      for (int r = 0; r < rows; r++) {
        descendRow(i + r, gradient.row(r), gradient.scratch());
      }
    }
  }

  private void descendRow(int input, float[] gradient, float[] theta) {
    int offset = input * outputs;
    System.arraycopy(weights, offset, theta, 0, outputs);
    if (spec.l2() > 0) {
      RowKernels.addScaled(gradient, spec.l2(), theta, outputs);
    }
    if (weightVelocity.length > 0) {
      for (int o = 0; o < outputs; o++) {
        gradient[o] = spec.momentum() * weightVelocity[offset + o] + gradient[o];
        weightVelocity[offset + o] = gradient[o];
      }
    }
    RowKernels.descend(theta, spec.learningRate(), gradient, outputs);
    System.arraycopy(theta, 0, weights, offset, outputs);
    for (int o = 0; o < outputs && weightsByOutput.length > 0; o++) {
      weightsByOutput[o * inputs + input] = theta[o];
    }
  }

  /**
   * Gradient and update of the biases {@code from} … {@code to − 1}: g_o = Σ_e δ(e, o), e
   * ascending.
   */
  void descendBiases(int examples, float[] delta, int from, int to, RowSums scratch) {
    float[] gradient = scratch.row(0);
    Arrays.fill(gradient, from, to, 0);
    for (int e = 0; e < examples; e++) {
      for (int o = from; o < to; o++) {
        gradient[o] += delta[e * outputs + o];
      }
    }
    for (int o = from; o < to; o++) {
      float step = gradient[o];
      if (biasVelocity.length > 0) {
        step = spec.momentum() * biasVelocity[o] + step;
        biasVelocity[o] = step;
      }
      biases[o] -= spec.learningRate() * step;
    }
  }
}

package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Parameters of one layer in panels, with what its update needs.
 *
 * <pre>
 *   weights   [⌈out/32⌉][in↑32][32]   element [p][k][j] is W[32p + j][k]; in↑32 is in, rounded up
 *   biases    [⌈out/32⌉ · 32]
 * </pre>
 */
final class PanelLayer {

  /** Inputs that one unit of work on the gradient covers. */
  static final int UNIT_INPUTS = 4 * Panels.WIDTH;

  final int inputs;
  final int outputs;

  /** Panels of outputs. */
  final int panels;

  final float[] weights;
  final float[] biases;

  /** ∂L/∂W and ∂L/∂b of the chunks of a batch so far, laid out as W and b. */
  final @Nullable Gradient gradient;

  /** v of W and b, laid out as they are. */
  final @Nullable Gradient velocity;

  private final int weightRows;

  /** Two arrays that go with weights and biases. */
  static final class Gradient {
    final float[] weights;
    final float[] biases;

    private Gradient(PanelLayer layer) {
      weights = new float[layer.weights.length];
      biases = new float[layer.biases.length];
    }
  }

  /**
   * Allocates.
   *
   * @param layer 1 … L
   * @param inChunks whether a mini-batch is worked through in several chunks
   */
  PanelLayer(TrainingSpec spec, int layer, boolean inChunks) {
    NetworkShape network = spec.network();
    inputs = network.width(layer - 1);
    outputs = network.width(layer);
    panels = Panels.panels(outputs);
    weightRows = Panels.panels(inputs) * Panels.WIDTH;
    weights = Panels.allocate((long) panels * weightRows, Panels.WIDTH);
    biases = Panels.allocate(panels, Panels.WIDTH);
    gradient = inChunks ? new Gradient(this) : null;
    velocity = spec.momentum() > 0 ? new Gradient(this) : null;
  }

  /** Whether the arrays of a layer fit into Java's. */
  static boolean fits(NetworkShape network, int layer) {
    long in = Math.ceilDiv(network.width(layer - 1), Panels.WIDTH) * (long) Panels.WIDTH;
    long out = Math.ceilDiv(network.width(layer), Panels.WIDTH) * (long) Panels.WIDTH;
    return Panels.fits(in, out);
  }

  /** Index of W[32·panel][input]. */
  int weight(int panel, int input) {
    return Panels.ORIGIN + (panel * weightRows + input) * Panels.WIDTH;
  }

  /** Index of the bias of output 32·panel. */
  int bias(int panel) {
    return Panels.ORIGIN + panel * Panels.WIDTH;
  }

  /** Number of units of work on the gradient. */
  int units() {
    return panels * unitsPerPanel();
  }

  /** Units of one panel of outputs. */
  int unitsPerPanel() {
    return Math.ceilDiv(inputs, UNIT_INPUTS);
  }

  /** Takes W and b from their row-major form. */
  void read(Parameters parameters, int layer) {
    float[] rowMajor = parameters.weights(layer);
    float[] b = parameters.biases(layer);
    for (int o = 0; o < outputs; o++) {
      int panel = o / Panels.WIDTH;
      int column = o % Panels.WIDTH;
      biases[bias(panel) + column] = b[o];
      for (int k = 0; k < inputs; k++) {
        weights[weight(panel, k) + column] = rowMajor[o * inputs + k];
      }
    }
  }

  /** Puts W and b in their row-major form into the flat array of all parameters. */
  void write(NetworkShape network, int layer, float[] values) {
    int weightOffset = network.weightOffset(layer);
    int biasOffset = network.biasOffset(layer);
    for (int o = 0; o < outputs; o++) {
      int panel = o / Panels.WIDTH;
      int column = o % Panels.WIDTH;
      values[biasOffset + o] = biases[bias(panel) + column];
      for (int k = 0; k < inputs; k++) {
        values[weightOffset + o * inputs + k] = weights[weight(panel, k) + column];
      }
    }
  }

  /**
   * Transposes the weights between one panel of inputs and some panels of outputs.
   *
   * @param inputPanel q
   * @param from first panel of outputs
   * @param end behind the last panel of outputs
   * @param to gets [out↑32][32]; element [o][j] is W[o][32q + j], or 0 behind the last input
   * @param toStart index of element [0][0]
   */
  void transpose(
      VectorKernels kernels, int inputPanel, int from, int end, float[] to, int toStart) {
    int firstInput = inputPanel * Panels.WIDTH;
    for (int panel = from; panel < end; panel++) {
      int square = toStart + panel * Panels.WIDTH * Panels.WIDTH;
      kernels.transpose(weights, weight(panel, firstInput), to, square);
      if (firstInput + Panels.WIDTH > inputs) {
        for (int i = 0; i < Panels.WIDTH; i++) {
          int row = square + i * Panels.WIDTH;
          Arrays.fill(to, row + inputs - firstInput, row + Panels.WIDTH, 0f);
        }
      }
    }
  }
}

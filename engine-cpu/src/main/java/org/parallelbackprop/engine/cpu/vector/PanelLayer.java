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
 *   weights   [⌈out/N⌉][in↑][N]   element [p][k][j] is W[N·p + j][k]; in↑ is in, rounded up
 *   biases    [⌈out/N⌉ · N]
 * </pre>
 */
final class PanelLayer {

  /** Inputs that one unit of work on the gradient covers: whole panels of any width. */
  static final int UNIT_INPUTS = 96;

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

  private final Tiling tiling;
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
  PanelLayer(Tiling tiling, TrainingSpec spec, int layer, boolean inChunks) {
    this.tiling = tiling;
    NetworkShape network = spec.network();
    inputs = network.width(layer - 1);
    outputs = network.width(layer);
    panels = tiling.panels(outputs);
    weightRows = Math.toIntExact(tiling.padded(inputs));
    weights = Tiling.allocate((long) panels * weightRows, tiling.width());
    biases = Tiling.allocate(panels, tiling.width());
    gradient = inChunks ? new Gradient(this) : null;
    velocity = spec.momentum() > 0 ? new Gradient(this) : null;
  }

  /** Whether the arrays of a layer fit into Java's. */
  static boolean fits(Tiling tiling, NetworkShape network, int layer) {
    return Tiling.fits(
        tiling.padded(network.width(layer - 1)), tiling.padded(network.width(layer)));
  }

  /** Index of W[N·panel][input]. */
  int weight(int panel, int input) {
    return Tiling.ORIGIN + (panel * weightRows + input) * tiling.width();
  }

  /** From one panel of weights to the next. */
  int panelLength() {
    return weightRows * tiling.width();
  }

  /** Index of the bias of output N·panel. */
  int bias(int panel) {
    return Tiling.ORIGIN + panel * tiling.width();
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
      int panel = o / tiling.width();
      int column = o % tiling.width();
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
      int panel = o / tiling.width();
      int column = o % tiling.width();
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
   * @param to gets [out↑N][N]; element [o][j] is W[o][N·q + j], or 0 behind the last input
   * @param toStart index of element [0][0]
   */
  void transpose(
      VectorKernels kernels, int inputPanel, int from, int end, float[] to, int toStart) {
    int width = tiling.width();
    int firstInput = inputPanel * width;
    for (int panel = from; panel < end; panel++) {
      int square = toStart + panel * width * width;
      kernels.transpose(weights, weight(panel, firstInput), to, square);
      if (firstInput + width > inputs) {
        for (int i = 0; i < width; i++) {
          int row = square + i * width;
          Arrays.fill(to, row + inputs - firstInput, row + width, 0f);
        }
      }
    }
  }
}

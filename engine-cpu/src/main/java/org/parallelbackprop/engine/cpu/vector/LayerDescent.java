package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Gradient and update of the weights, unit by unit.
 *
 * <p>A unit is the weights between up to 128 inputs and one panel of outputs. For each group of 8
 * inputs
 *
 * <pre>
 *   g[8][32] = Σ_row a[row][8] · δ[row][32]       rows in the order of the mini-batch
 *   w[8][32] ← w[8][32] − α g[8][32]              or with L2 and momentum
 * </pre>
 *
 * <p>g stays in a tile of the worker's own in the first-level cache, so there is no gradient of the
 * whole network in memory; only if a mini-batch comes in several chunks is the sum of those so far
 * kept, and taken on from there.
 */
final class LayerDescent {

  private final TrainingSpec spec;
  private final VectorKernels kernels;
  private final PanelLayer[] parameters;
  private final LayerActivity[] activity;
  private final InputPacks inputs;
  private final float[] zeros = Panels.allocate(1, Panels.WIDTH);
  private final float[] tile = Panels.allocate(Panels.TILE, Panels.WIDTH);

  /** The tile of narrow panels, whose columns from 16 on stay zero. */
  private final float[] narrowTile = Panels.allocate(Panels.TILE, Panels.WIDTH);

  /**
   * For one worker.
   *
   * @param parameters of the layers 1 … L
   * @param activity of the layers 1 … L
   */
  LayerDescent(
      TrainingSpec spec,
      VectorKernels kernels,
      PanelLayer[] parameters,
      LayerActivity[] activity,
      InputPacks inputs) {
    this.spec = spec;
    this.kernels = kernels;
    this.parameters = parameters;
    this.activity = activity;
    this.inputs = inputs;
  }

  /**
   * One unit of layer l: the gradient over the rows of a chunk; after the last chunk, the update,
   * and the renewal of the weights' transposed copy. The unit of a panel's first inputs takes care
   * of its biases, too.
   *
   * @param skip whether the packed inputs are those that are not zero
   * @param count rows of the chunk
   * @param first whether the chunk is the first of its mini-batch
   * @param last whether it is the last
   */
  void descend(int l, int unit, boolean skip, int count, boolean first, boolean last) {
    PanelLayer layer = parameters[l];
    int panel = unit / layer.unitsPerPanel();
    int from = unit % layer.unitsPerPanel() * PanelLayer.UNIT_INPUTS;
    int to = Math.min(from + PanelLayer.UNIT_INPUTS, layer.inputs);
    for (int input = from; input < to; input += Panels.TILE) {
      descendGroup(l, panel, input, skip, count, first, last);
    }
    if (from == 0) {
      descendBiases(l, panel, count, first, last);
    }
    if (last) {
      layer.transpose(panel, from, to);
    }
  }

  private void descendGroup(
      int l, int panel, int input, boolean skip, int count, boolean first, boolean last) {
    PanelLayer layer = parameters[l];
    int columns = Panels.columns(layer.outputs, panel);
    int at = layer.weight(panel, input);
    float[] f = zeros;
    int fStart = Panels.ORIGIN;
    int fRow = 0;
    float[] g = columns == Panels.WIDTH ? tile : narrowTile;
    int gStart = Panels.ORIGIN;
    if (layer.gradient != null && !first) {
      f = layer.gradient.weights;
      fStart = at;
      fRow = Panels.WIDTH;
    }
    if (layer.gradient != null && !last) {
      g = layer.gradient.weights;
      gStart = at;
    }
    if (l > 1) {
      gradient(l, panel, columns, input, count, f, fStart, fRow, g, gStart);
    } else {
      firstGradient(panel, columns, input / Panels.TILE, skip, count, f, fStart, fRow, g, gStart);
    }
    if (last) {
      update(
          layer.weights,
          layer.velocity == null ? null : layer.velocity.weights,
          at,
          g,
          gStart,
          Panels.TILE * Panels.WIDTH,
          spec.l2());
    }
  }

  private void gradient(
      int l,
      int panel,
      int columns,
      int input,
      int count,
      float[] f,
      int fStart,
      int fRow,
      float[] g,
      int gStart) {
    LayerActivity previous = activity[l - 1];
    LayerActivity own = activity[l];
    kernels.panelled(
        columns,
        count,
        previous.values,
        previous.at(input / Panels.WIDTH, 0) + input % Panels.WIDTH,
        own.deltas,
        own.at(panel, 0),
        f,
        fStart,
        fRow,
        g,
        gStart);
  }

  private void firstGradient(
      int panel,
      int columns,
      int group,
      boolean skip,
      int count,
      float[] f,
      int fStart,
      int fRow,
      float[] g,
      int gStart) {
    LayerActivity own = activity[1];
    if (skip) {
      kernels.listed(
          columns,
          inputs.groupList,
          inputs.groupListStart(group),
          inputs.groupSteps(group),
          inputs.groups,
          inputs.group(group),
          own.deltas,
          own.at(panel, 0),
          f,
          fStart,
          fRow,
          g,
          gStart);
    } else {
      kernels.packed(
          columns,
          count,
          inputs.groups,
          inputs.group(group),
          own.deltas,
          own.at(panel, 0),
          f,
          fStart,
          fRow,
          g,
          gStart);
    }
  }

  private void descendBiases(int l, int panel, int count, boolean first, boolean last) {
    PanelLayer layer = parameters[l];
    int at = layer.bias(panel);
    float[] g = tile;
    int gStart = Panels.ORIGIN;
    if (layer.gradient != null) {
      g = layer.gradient.biases;
      gStart = at;
    }
    if (first) {
      Arrays.fill(g, gStart, gStart + Panels.WIDTH, 0f);
    }
    kernels.addRows(count, activity[l].deltas, activity[l].at(panel, 0), g, gStart);
    if (last) {
      float[] velocity = layer.velocity == null ? null : layer.velocity.biases;
      update(layer.biases, velocity, at, g, gStart, Panels.WIDTH, 0f);
    }
  }

  private void update(
      float[] w, float @Nullable [] v, int start, float[] g, int gStart, int count, float decay) {
    if (v == null) {
      kernels.descend(w, start, g, gStart, count, spec.learningRate(), decay);
    } else {
      kernels.descendWithMomentum(
          w, v, start, g, gStart, count, spec.learningRate(), decay, spec.momentum());
    }
  }
}

package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Gradient and update of the weights, unit by unit.
 *
 * <p>A unit is the weights between some inputs and one panel of outputs. For each T inputs of the
 * network, or N values of a layer,
 *
 * <pre>
 *   g[T][N] = Σ_row a[row][T] · δ[row][N]       rows in the order of the mini-batch
 *   w[T][N] ← w[T][N] − α g[T][N]               or with L2 and momentum
 * </pre>
 *
 * <p>The update takes g from registers, or, with momentum, from a block of the worker's own in the
 * first-level cache, so there is no gradient of the whole network in memory; only if a mini-batch
 * comes in several chunks is the sum of those so far kept, and taken on from there.
 */
final class LayerDescent {

  /**
   * Most rows of values and deltas whose products are summed before the next panel of values: a
   * panel of each stays in the first-level cache. Packs of inputs are read but once, in order.
   */
  private static final int ROWS_AT_ONCE = 136;

  private final TrainingSpec spec;
  private final VectorKernels kernels;
  private final PanelLayer[] parameters;
  private final LayerActivity[] activity;
  private final InputPacks inputs;
  private final Tiling tiling;
  private final float[] zeros;
  private final float[] block;

  /** The block of narrow panels, whose columns from 16 on stay zero. */
  private final float[] narrowBlock;

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
    tiling = kernels.tiling();
    zeros = Tiling.allocate(1, tiling.width());
    block = Tiling.allocate(tiling.width(), tiling.width());
    narrowBlock = Tiling.allocate(tiling.width(), tiling.width());
  }

  /**
   * One unit of layer l: the gradient over the rows of a chunk, and after the last chunk the
   * update. The unit of a panel's first inputs takes care of its biases, too.
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
    if (l == 1) {
      for (int input = from; input < to; input += tiling.rows()) {
        descend(1, panel, input, tiling.rows(), skip, 0, count, first, last);
      }
    } else {
      for (int input = from; input < to; input += tiling.width()) {
        int rows = Math.min(tiling.width(), to - input);
        int parts = Math.ceilDiv(count, ROWS_AT_ONCE);
        for (int part = 0; part < parts; part++) {
          int row = Tiling.cut(count, parts, part);
          int rowEnd = Tiling.cut(count, parts, part + 1);
          boolean begins = first && part == 0;
          descend(l, panel, input, rows, false, row, rowEnd, begins, last && rowEnd == count);
        }
      }
    }
    if (from == 0) {
      descendBiases(l, panel, count, first, last);
    }
  }

  /**
   * Some inputs over some rows, of which {@code first} and {@code last} tell what they told above.
   */
  private void descend(
      int l,
      int panel,
      int input,
      int inputCount,
      boolean skip,
      int row,
      int rowEnd,
      boolean first,
      boolean last) {
    PanelLayer layer = parameters[l];
    int columns = tiling.columns(layer.outputs, panel);
    int at = layer.weight(panel, input);
    float[] g = columns == tiling.width() ? block : narrowBlock;
    int gStart = Tiling.ORIGIN;
    if (layer.gradient != null) {
      g = layer.gradient.weights;
      gStart = at;
    }
    float[] f = first ? zeros : g;
    int fStart = first ? Tiling.ORIGIN : gStart;
    int fRow = first ? 0 : tiling.width();
    PanelLayer.Gradient velocity = layer.velocity;
    if (last && velocity == null) {
      sumAndDescend(
          l,
          panel,
          columns,
          input,
          inputCount,
          skip,
          row,
          rowEnd,
          f,
          fStart,
          fRow,
          layer.weights,
          at);
    } else {
      sum(l, panel, columns, input, inputCount, skip, row, rowEnd, f, fStart, fRow, g, gStart);
    }
    if (last && velocity != null) {
      int size = inputCount * tiling.width();
      update(layer.weights, velocity.weights, at, g, gStart, size, spec.l2());
    }
  }

  /** g = F + Σ_row a[row] · δ[row]. */
  private void sum(
      int l,
      int panel,
      int columns,
      int input,
      int inputCount,
      boolean skip,
      int row,
      int rowEnd,
      float[] f,
      int fStart,
      int fRow,
      float[] g,
      int gStart) {
    LayerActivity own = activity[l];
    float[] b = own.deltas;
    int bStart = own.at(panel, row);
    int steps = rowEnd - row;
    if (l > 1) {
      float[] a = activity[l - 1].values;
      int aStart = activity[l - 1].at(input / tiling.width(), row);
      kernels.panelled(
          inputCount, columns, steps, a, aStart, b, bStart, f, fStart, fRow, g, gStart);
      return;
    }
    int group = input / tiling.rows();
    float[] a = inputs.groups;
    int aStart = inputs.group(group);
    if (skip) {
      int[] list = inputs.groupList;
      int listStart = inputs.groupListStart(group);
      steps = inputs.groupSteps(group);
      kernels.listed(
          columns, list, listStart, steps, a, aStart, b, bStart, f, fStart, fRow, g, gStart);
    } else {
      kernels.packed(columns, steps, a, aStart, b, bStart, f, fStart, fRow, g, gStart);
    }
  }

  /** {@link #sum}, and the update without momentum. */
  private void sumAndDescend(
      int l,
      int panel,
      int columns,
      int input,
      int inputCount,
      boolean skip,
      int row,
      int rowEnd,
      float[] f,
      int fStart,
      int fRow,
      float[] w,
      int wStart) {
    LayerActivity own = activity[l];
    float[] b = own.deltas;
    int bStart = own.at(panel, row);
    int steps = rowEnd - row;
    float rate = spec.learningRate();
    float decay = spec.l2();
    if (l > 1) {
      float[] a = activity[l - 1].values;
      int aStart = activity[l - 1].at(input / tiling.width(), row);
      kernels.panelledDescend(
          inputCount,
          columns,
          steps,
          a,
          aStart,
          b,
          bStart,
          f,
          fStart,
          fRow,
          w,
          wStart,
          rate,
          decay);
      return;
    }
    int group = input / tiling.rows();
    float[] a = inputs.groups;
    int aStart = inputs.group(group);
    if (skip) {
      int[] list = inputs.groupList;
      int listStart = inputs.groupListStart(group);
      steps = inputs.groupSteps(group);
      kernels.listedDescend(
          columns, list, listStart, steps, a, aStart, b, bStart, f, fStart, fRow, w, wStart, rate,
          decay);
    } else {
      kernels.packedDescend(
          columns, steps, a, aStart, b, bStart, f, fStart, fRow, w, wStart, rate, decay);
    }
  }

  private void descendBiases(int l, int panel, int count, boolean first, boolean last) {
    PanelLayer layer = parameters[l];
    int at = layer.bias(panel);
    float[] g = block;
    int gStart = Tiling.ORIGIN;
    if (layer.gradient != null) {
      g = layer.gradient.biases;
      gStart = at;
    }
    if (first) {
      Arrays.fill(g, gStart, gStart + tiling.width(), 0f);
    }
    kernels.addRows(count, activity[l].deltas, activity[l].at(panel, 0), g, gStart);
    if (last) {
      float[] velocity = layer.velocity == null ? null : layer.velocity.biases;
      update(layer.biases, velocity, at, g, gStart, tiling.width(), 0f);
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

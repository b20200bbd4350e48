package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Gradient and update of the weights, unit by unit.
 *
 * <p>A unit is the weights between some inputs and one panel of outputs. For each N inputs, or, if
 * zeros are skipped, each group of at most S,
 *
 * <pre>
 *   g[inputs][N] = Σ_row a[row][inputs] · δ[row][N]       rows in the order of SimilarExamples
 *   w[inputs][N] ← w[inputs][N] − α g[inputs][N]          or with L2 and momentum
 * </pre>
 *
 * <p>The update takes g from registers, or, with momentum, from a block of the worker's own in the
 * first-level cache, so there is no gradient of the whole network in memory; only if a mini-batch
 * comes in several chunks is the sum of those so far kept, and taken on from there.
 */
final class LayerDescent {

  private final TrainingSpec spec;
  private final VectorKernels kernels;
  private final PanelNetwork network;
  private final Blocking blocking;
  private final GradientItems.Steps[] steps;
  private final ReadAhead ahead;
  private final Tiling tiling;
  private final float[] zeros;
  private final float[] block;

  /** The block of narrow panels, whose columns from 16 on stay zero. */
  private final float[] narrowBlock;

  /**
   * For one worker.
   *
   * @param items of the layers 1 … L
   */
  LayerDescent(
      TrainingSpec spec,
      VectorKernels kernels,
      PanelNetwork network,
      Blocking blocking,
      GradientItems[] items,
      ReadAhead ahead) {
    this.spec = spec;
    this.kernels = kernels;
    this.network = network;
    this.blocking = blocking;
    this.ahead = ahead;
    steps = new GradientItems.Steps[items.length];
    for (int l = 1; l < items.length; l++) {
      steps[l] = items[l].steps();
    }
    tiling = kernels.tiling();
    zeros = Tiling.allocate(1, tiling.width());
    block = Tiling.allocate((long) tiling.groupPanels() * tiling.width(), tiling.width());
    narrowBlock = Tiling.allocate(tiling.width(), tiling.width());
  }

  /**
   * A run of gradient items: the gradient over the rows of a chunk, and after the mini-batch's last
   * chunk the update. Where the owner has them, several panels at once go through the lists of the
   * first layer.
   *
   * @param owner whose items they are
   * @param together panels of an item
   * @param inputs of the chunk
   * @param groups lists for the first layer, if it leaves out rows that are zero
   * @param count rows of the chunk
   * @param first whether the chunk is the first of its mini-batch
   * @param last whether it is the last
   */
  void descend(
      int l,
      int owner,
      long run,
      int together,
      InputPanels inputs,
      @Nullable GroupLists groups,
      int count,
      boolean first,
      boolean last) {
    PanelLayer layer = network.parameters[l];
    GradientItems.Steps step = steps[l];
    step.start(owner, together, blocking.gradientUnits(count), run);
    while (step.next()) {
      if (l > 1 && step.beginsBlock) {
        int from = step.unit * PanelLayer.UNIT_INPUTS / tiling.width();
        int to = tiling.panels(Math.min(step.blockEnd * PanelLayer.UNIT_INPUTS, layer.inputs));
        ahead.read(network.values[l - 1], from, to, 0, count);
      }
      int panels = step.isWhole() ? tiling.panelsAtOnce(layer.outputs, step.panel, together) : 1;
      for (int panel = step.panel; panel < step.panel + together; panel += panels) {
        int end = step.end(panel);
        for (int unit = step.begin(panel); unit < end; unit++) {
          descend(l, unit, panels, inputs, groups, count, first, last);
        }
      }
    }
  }

  /**
   * One unit of layer l, and those of the same inputs in the next panels. The unit of a panel's
   * first inputs takes care of its biases, too.
   *
   * @param panels how many; 1 but where rows that are zero are left out
   */
  private void descend(
      int l,
      int unit,
      int panels,
      InputPanels inputs,
      @Nullable GroupLists groups,
      int count,
      boolean first,
      boolean last) {
    PanelLayer layer = network.parameters[l];
    int panel = unit / layer.unitsPerPanel();
    int from = unit % layer.unitsPerPanel() * PanelLayer.UNIT_INPUTS;
    int to = Math.min(from + PanelLayer.UNIT_INPUTS, layer.inputs);
    if (l == 1 && groups != null) {
      int end = tiling.group(to - 1) + 1;
      for (int group = tiling.group(from); group < end; group++) {
        descendGroup(panel, panels, group, inputs, groups, first, last);
      }
    } else {
      Panels a = l == 1 ? inputs.values : network.values[l - 1];
      for (int input = from; input < to; input += tiling.width()) {
        descend(l, panel, input, Math.min(tiling.width(), to - input), a, count, first, last);
      }
    }
    if (from == 0) {
      for (int p = panel; p < panel + panels; p++) {
        descendBiases(l, p, count, first, last);
      }
    }
  }

  /** Inputs of one panel over the rows of a chunk. */
  private void descend(
      int l,
      int panel,
      int input,
      int inputCount,
      Panels a,
      int count,
      boolean first,
      boolean last) {
    PanelLayer layer = network.parameters[l];
    int columns = tiling.columns(layer.outputs, panel);
    int aStart = a.at(input / tiling.width(), 0);
    float[] b = network.deltas[l].elements;
    int bStart = network.deltas[l].at(panel, 0);
    int at = layer.weight(panel, input);
    float[] g = sums(layer, columns);
    int gStart = layer.gradient == null ? Tiling.ORIGIN : at;
    float[] f = first ? zeros : g;
    int fStart = first ? Tiling.ORIGIN : gStart;
    int fRow = first ? 0 : tiling.width();
    if (last && layer.velocity == null) {
      kernels.gradientDescend(
          inputCount,
          columns,
          count,
          a.elements,
          aStart,
          b,
          bStart,
          f,
          fStart,
          fRow,
          layer.weights,
          at,
          spec.learningRate(),
          spec.l2());
      return;
    }
    kernels.gradient(
        inputCount, columns, count, a.elements, aStart, b, bStart, f, fStart, fRow, g, gStart);
    if (last) {
      updateWeights(layer, at, g, gStart, inputCount);
    }
  }

  /** The inputs of one group, which the first layer takes from those rows that are not zero. */
  private void descendGroup(
      int panel,
      int panels,
      int group,
      InputPanels inputs,
      GroupLists groups,
      boolean first,
      boolean last) {
    PanelLayer layer = network.parameters[1];
    int columns = tiling.columns(layer.outputs, panel, panels);
    int input = tiling.groupStart(group);
    int inputCount = tiling.groupSize(group);
    int[] list = groups.list;
    int listStart = groups.start(group);
    int steps = groups.steps(group);
    float[] a = inputs.values.elements;
    int aStart = inputs.values.at(input / tiling.width(), 0) + input % tiling.width();
    float[] b = network.deltas[1].elements;
    int bStart = network.deltas[1].at(panel, 0);
    int at = layer.weight(panel, input);
    float[] g = sums(layer, columns);
    int gStart = at;
    int gPanel = layer.panelLength();
    if (layer.gradient == null) {
      gStart = Tiling.ORIGIN;
      gPanel = tiling.width() * tiling.width();
    }
    float[] f = first ? zeros : g;
    int fStart = first ? Tiling.ORIGIN : gStart;
    int fRow = first ? 0 : tiling.width();
    int fPanel = first ? 0 : gPanel;
    if (last && layer.velocity == null) {
      kernels.listedGradientDescend(
          inputCount,
          columns,
          list,
          listStart,
          steps,
          a,
          aStart,
          b,
          bStart,
          network.deltas[1].length(),
          f,
          fStart,
          fRow,
          fPanel,
          layer.weights,
          at,
          layer.panelLength(),
          spec.learningRate(),
          spec.l2());
      return;
    }
    kernels.listedGradient(
        inputCount,
        columns,
        list,
        listStart,
        steps,
        a,
        aStart,
        b,
        bStart,
        network.deltas[1].length(),
        f,
        fStart,
        fRow,
        fPanel,
        g,
        gStart,
        gPanel);
    if (last) {
      for (int p = 0; p < panels; p++) {
        updateWeights(layer, at + p * layer.panelLength(), g, gStart + p * gPanel, inputCount);
      }
    }
  }

  /** Where the gradient of some weights is kept: in its place among all, or in a block. */
  private float[] sums(PanelLayer layer, int columns) {
    if (layer.gradient != null) {
      return layer.gradient.weights;
    }
    return columns < tiling.width() ? narrowBlock : block;
  }

  private void updateWeights(PanelLayer layer, int at, float[] g, int gStart, int inputCount) {
    float[] velocity = layer.velocity == null ? null : layer.velocity.weights;
    update(layer.weights, velocity, at, g, gStart, inputCount * tiling.width(), spec.l2());
  }

  private void descendBiases(int l, int panel, int count, boolean first, boolean last) {
    PanelLayer layer = network.parameters[l];
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
    kernels.addRows(count, network.deltas[l].elements, network.deltas[l].at(panel, 0), g, gStart);
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

package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.TrainingSpec;

/**
 * The forward and the backward products of a layer, panel by panel.
 *
 * <pre>
 *   z_l[rows][N] = b[N] + Σ_k a_{l−1}[rows][k] · W_l[k][N],  a_l = σ(z_l)
 *   δ_{l−1}[rows][N] = (Σ_o δ_l[rows][o] · W_lᵀ[o][N]) ⊙ σ′(z_{l−1})
 * </pre>
 *
 * <p>k runs over the layer's inputs, of the first layer over those that are on in a tile, if zeros
 * are skipped; o over the layer's units.
 */
final class LayerProducts {

  /**
   * Rows between two squares of weights to transpose: whole tiles, and whole blocks, of any width.
   */
  private static final int ROWS_BETWEEN_SQUARES = 24;

  private final int worker;
  private final TrainingSpec spec;
  private final VectorKernels kernels;
  private final PanelNetwork network;
  private final ChunkInputs inputs;
  private final Blocking blocking;
  private final WorkGrid[] grids;
  private final ReadAhead ahead;
  private final Tiling tiling;
  private final ForwardItems.Steps[] steps;

  /** Panels of Wᵀ of one layer at a time. */
  private final float[] transposed;

  /** A row of zeros, where sums without a bias start. */
  private final float[] zeros;

  /**
   * For one worker.
   *
   * @param grids who has which part of the layers 1 … L
   * @param items of the layers 1 … L
   */
  LayerProducts(
      int worker,
      TrainingSpec spec,
      VectorKernels kernels,
      PanelNetwork network,
      ChunkInputs inputs,
      Blocking blocking,
      WorkGrid[] grids,
      ForwardItems[] items,
      ReadAhead ahead) {
    this.worker = worker;
    this.spec = spec;
    this.kernels = kernels;
    this.network = network;
    this.inputs = inputs;
    this.blocking = blocking;
    this.grids = grids;
    this.ahead = ahead;
    tiling = kernels.tiling();
    steps = new ForwardItems.Steps[items.length];
    long squares = 0;
    for (int l = 1; l < items.length; l++) {
      steps[l] = items[l].steps();
      if (l > 1) {
        squares = Math.max(squares, (long) transposedPanels(l) * network.parameters[l].panels);
      }
    }
    transposed = Tiling.allocate(squares * tiling.width(), tiling.width());
    zeros = Tiling.allocate(1, tiling.width());
  }

  /**
   * z, and of a hidden layer a, of a run of forward items.
   *
   * @param owner whose items they are
   * @param number of the chunk
   * @param position of the chunk's first row in the order
   * @param count rows of the chunk
   */
  void forward(int l, int owner, long run, ExampleRows rows, int number, int position, int count) {
    ForwardItems.Steps step = steps[l];
    step.start(owner, tiling.tiles(count), run);
    while (step.next()) {
      if (l == 1) {
        if (owner == worker && !inputs.areCommon()) {
          inputs.fetchUpTo(step.blockEnd, worker, rows, position, count);
        }
        InputPanels chunk = inputs.of(worker, number);
        if (rows.tileMask() == null) {
          products(1, step.panel, step.tile, step.tileEnd, chunk.values);
        } else {
          listedProducts(step.panel, step.tile, step.tileEnd, chunk);
        }
      } else {
        if (step.beginsBlock) {
          int row = tiling.rows() * step.tile;
          int endRow = tiling.rows() * step.blockEnd;
          ahead.read(network.values[l - 1], 0, network.parameters[l - 1].panels, row, endRow);
        }
        products(l, step.panel, step.tile, step.tileEnd, network.values[l - 1]);
      }
      if (l < network.layers()) {
        Panels values = network.values[l];
        int start = values.at(step.panel, tiling.rows() * step.tile);
        int floats = (step.tileEnd - step.tile) * tiling.rows() * tiling.width();
        kernels.activate(spec.activation(), values.elements, start, floats);
      }
    }
  }

  /** z of one panel and some tiles. */
  private void products(int l, int panel, int from, int to, Panels a) {
    PanelLayer layer = network.parameters[l];
    int row = tiling.rows() * from;
    kernels.product(
        (to - from) * tiling.rows(),
        tiling.columns(layer.outputs, panel),
        layer.inputs,
        a.elements,
        a.at(0, row),
        a.length(),
        layer.weights,
        layer.weight(panel, 0),
        layer.biases,
        layer.bias(panel),
        network.values[l].elements,
        network.values[l].at(panel, row));
  }

  /** {@link #products} of the first layer, over the inputs that are on in each tile. */
  private void listedProducts(int panel, int from, int to, InputPanels chunk) {
    PanelLayer layer = network.parameters[1];
    Panels a = chunk.values;
    for (int tile = from; tile < to; tile++) {
      int row = tiling.rows() * tile;
      kernels.listedProduct(
          tiling.columns(layer.outputs, panel),
          chunk.tileList,
          chunk.tileListStart(tile),
          chunk.tileSteps(tile),
          a.elements,
          a.at(0, row),
          a.length(),
          layer.weights,
          layer.weight(panel, 0),
          layer.biases,
          layer.bias(panel),
          network.values[1].elements,
          network.values[1].at(panel, row));
    }
  }

  /**
   * The worker's share of δ_{l−1}.
   *
   * <p>It transposes the panels of Wᵀ it needs, the next one bit by bit between the rows of the one
   * before, so that it need not wait for weights from memory. If no other rows of the chunk come
   * back to them, it has room for two, which stay in the second-level cache; all would have to be
   * written to memory for each mini-batch.
   *
   * @param tiles of the chunk
   */
  void backward(int l, int tiles) {
    WorkGrid grid = grids[l - 1];
    int from = grid.firstTile(worker, tiles) * tiling.rows();
    int to = grid.lastTile(worker, tiles) * tiling.rows();
    for (int row = from, end; row < to; row = end) {
      end = Math.min(row + blocking.rowsAtOnce(), to);
      ahead.read(network.deltas[l], 0, network.parameters[l].panels, row, end);
      backward(l, row == from, row, end);
    }
  }

  /** Some rows through the worker's panels of one layer, of which the first ones transpose W. */
  private void backward(int l, boolean transposes, int from, int to) {
    PanelLayer layer = network.parameters[l];
    WorkGrid grid = grids[l - 1];
    int first = grid.firstPanel(worker, network.parameters[l - 1].panels);
    int end = grid.lastPanel(worker, network.parameters[l - 1].panels);
    if (transposes) {
      layer.transpose(kernels, first, 0, layer.panels, transposed, transposedPanel(l, first));
    }
    for (int panel = first; panel < end; panel++) {
      for (int row = from, rowEnd; row < to; row = rowEnd) {
        rowEnd = Math.min(row + ROWS_BETWEEN_SQUARES, to);
        deltas(l, panel, row, rowEnd);
        if (transposes && panel + 1 < end) {
          int square = Tiling.cut(layer.panels, to - from, row - from);
          int squareEnd = Tiling.cut(layer.panels, to - from, rowEnd - from);
          int next = transposedPanel(l, panel + 1);
          layer.transpose(kernels, panel + 1, square, squareEnd, transposed, next);
        }
      }
    }
  }

  /**
   * Panels of a layer's Wᵀ that a worker keeps: all it has, if other rows come back to them, or the
   * present one and the next.
   */
  private int transposedPanels(int l) {
    int panels = network.parameters[l - 1].panels;
    int own = Math.ceilDiv(panels, grids[l - 1].gridColumns());
    return blocking.hasSeveralBlocks() ? own : Math.min(own, 2);
  }

  /** Where a panel of Wᵀ is kept; its neighbours have another place. */
  private int transposedPanel(int l, int panel) {
    int place = panel % transposedPanels(l) * network.parameters[l].panels;
    return Tiling.ORIGIN + place * tiling.width() * tiling.width();
  }

  /** δ_{l−1} of one panel and some rows. */
  private void deltas(int l, int panel, int from, int to) {
    PanelLayer layer = network.parameters[l];
    Panels next = network.deltas[l];
    float[] own = network.deltas[l - 1].elements;
    int start = network.deltas[l - 1].at(panel, from);
    kernels.product(
        to - from,
        tiling.columns(layer.inputs, panel),
        layer.outputs,
        next.elements,
        next.at(0, from),
        next.length(),
        transposed,
        transposedPanel(l, panel),
        zeros,
        Tiling.ORIGIN,
        own,
        start);
    float[] values = network.values[l - 1].elements;
    int floats = (to - from) * tiling.width();
    kernels.timesDerivative(spec.activation(), own, start, values, start, floats);
  }
}

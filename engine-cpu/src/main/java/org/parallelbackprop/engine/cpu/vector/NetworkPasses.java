package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * The passes of backpropagation over one chunk of a mini-batch, each as the share of one worker.
 *
 * <pre>
 *   z_l = W_l a_{l−1} + b_l,  a_l = σ(z_l)                    {@link #forward}
 *   δ_L = ∂L/∂z_L,  δ_{l−1} = (W_lᵀ δ_l) ⊙ σ′(z_{l−1})        {@link #backward}
 *   ∂L/∂W_l = Σ_rows δ_l a_{l−1}ᵀ,  ∂L/∂b_l = Σ_rows δ_l,
 *   and the update                                            {@link #descend}
 * </pre>
 *
 * <p>Every element of every array has one writer and one order of additions: a unit's sum starts
 * from its bias and takes the inputs in ascending order, a delta's takes the units of the next
 * layer in ascending order, a gradient's takes the examples of the mini-batch in the order of
 * {@link SimilarExamples}, over all its chunks. Who computes a tile, and when, has no part in the
 * result.
 *
 * <p>A worker computes the values and deltas of the same units, and updates the same units'
 * weights, as long as each layer has enough of them: then the weights, which are by far the most of
 * the data, stay in the cache of its core from one pass to the next. And then it need not wait for
 * the others before it updates the first layer's. Who has done its own forward products, or its own
 * updates, takes over some of those that others have not begun ({@link WorkQueues}).
 */
final class NetworkPasses {

  /**
   * Rows between two squares of weights to transpose: whole tiles, and whole blocks, of any width.
   */
  private static final int ROWS_BETWEEN_SQUARES = 24;

  /**
   * Multiply-adds for which it is worth to take over another's work: some ten microseconds, in
   * which its weights, which are in the other core's cache, come here.
   */
  private static final double LEAST_TAKEN_OVER = 1e6;

  private final TrainingSpec spec;
  private final VectorKernels kernels;
  private final Tiling tiling;
  private final WorkerTeam team;
  private final int layers;
  private final Blocking blocking;
  private final WorkGrid[] grids;
  private final PanelLayer[] parameters;
  private final Panels[] values;
  private final Panels[] deltas;

  /** Whether the workers have inputs in common, of which each fetches a part. */
  private final boolean commonInputs;

  /** One for each worker, or, if they are common, two, for chunks in turn. */
  private final InputPanels[] inputs;

  private final GroupLists groups;

  private final OutputStep output;

  /** Of each layer, what its forward products and its updates are cut into. */
  private final ForwardItems[] forwardItems;

  private final GradientItems[] gradientItems;

  /** Of each layer, which of these nobody has begun. */
  private final WorkQueues[] forwardQueues;

  private final WorkQueues[] gradientQueues;

  /** Fewest multiply-adds that a worker takes over. */
  private final double leastTakenOver;

  /**
   * Whether a part of a worker's updates of the first layer may come after the chunk: its weights
   * then concern nobody else, as it computes all deltas they take, and nobody takes them over.
   */
  private final boolean firstLayerIsOwn;

  /** A row of zeros, where sums without a bias start. */
  private final float[] zeros;

  /** For each worker, panels of Wᵀ of one layer at a time. */
  private final float[][] transposed;

  /** Sums of {@link #readAhead}; a line apart, as each worker writes its own. */
  private final float[] sums;

  /** One for each worker, as each computes in a tile of its own. */
  private final LayerDescent[] descents;

  /** Blocks and shares that suit the mini-batches of a network. */
  static NetworkPasses of(
      TrainingSpec spec, VectorKernels kernels, WorkerTeam team, Parameters initial) {
    // Who waits for its turn on a processor leaves none idle.
    double least = team.fitsProcessors() ? LEAST_TAKEN_OVER : Double.POSITIVE_INFINITY;
    return of(spec, kernels, team, initial, haveInputsInCommon(team), least);
  }

  /**
   * The same with inputs in common or not.
   *
   * @param leastTakenOver multiply-adds for which a worker takes over another's work
   */
  static NetworkPasses of(
      TrainingSpec spec,
      VectorKernels kernels,
      WorkerTeam team,
      Parameters initial,
      boolean commonInputs,
      double leastTakenOver) {
    Blocking blocking = Blocking.of(spec, kernels.tiling());
    WorkGrid[] grids =
        WorkGrid.of(spec.network(), kernels.tiling(), team.size(), blocking.chunkRows());
    return new NetworkPasses(
        spec, kernels, team, initial, blocking, grids, commonInputs, leastTakenOver);
  }

  /**
   * Whether workers are better off with inputs in common: where they take turns on a processor,
   * whose cache then holds them once for all of its workers.
   */
  static boolean haveInputsInCommon(WorkerTeam team) {
    return !team.fitsProcessors();
  }

  /**
   * Allocates.
   *
   * @param grids how the team shares each layer, 1 … L
   * @param commonInputs whether the workers have inputs in common, instead of each its own
   * @param leastTakenOver multiply-adds for which a worker takes over another's work
   */
  NetworkPasses(
      TrainingSpec spec,
      VectorKernels kernels,
      WorkerTeam team,
      Parameters initial,
      Blocking blocking,
      WorkGrid[] grids,
      boolean commonInputs,
      double leastTakenOver) {
    this.spec = spec;
    this.kernels = kernels;
    tiling = kernels.tiling();
    zeros = Tiling.allocate(1, tiling.width());
    this.team = team;
    NetworkShape network = spec.network();
    layers = network.layers();
    this.blocking = blocking;
    this.grids = grids;
    this.leastTakenOver = leastTakenOver;
    int chunkRows = blocking.chunkRows();
    boolean inChunks = spec.batchSize() > chunkRows;
    parameters = new PanelLayer[layers + 1];
    values = new Panels[layers + 1];
    deltas = new Panels[layers + 1];
    forwardItems = new ForwardItems[layers + 1];
    gradientItems = new GradientItems[layers + 1];
    forwardQueues = new WorkQueues[layers + 1];
    gradientQueues = new WorkQueues[layers + 1];
    for (int l = 1; l <= layers; l++) {
      parameters[l] = new PanelLayer(tiling, spec, l, inChunks);
      parameters[l].read(initial, l);
      forwardItems[l] =
          new ForwardItems(
              grids[l],
              parameters[l].panels,
              blocking.rowsAtOnce() / tiling.rows(),
              blocking.itemRows() / tiling.rows());
      gradientItems[l] =
          new GradientItems(parameters[l], team.size(), grids[l].sharesPanelsOnly(team.size()));
      forwardQueues[l] = new WorkQueues(team.size());
      gradientQueues[l] = new WorkQueues(team.size());
      values[l] = new Panels(tiling, network.width(l), chunkRows);
      deltas[l] = new Panels(tiling, network.width(l), chunkRows);
    }
    this.commonInputs = commonInputs;
    firstLayerIsOwn = goesAhead() && !isTakenOver(1, chunkRows, 1);
    groups = new GroupLists(tiling, network.inputs(), chunkRows);
    output =
        new OutputStep(
            kernels, spec.loss(), network.outputs(), values[layers], deltas[layers], chunkRows);
    long squares = 0;
    for (int l = 2; l <= layers; l++) {
      squares = Math.max(squares, (long) transposedPanels(l) * parameters[l].panels);
    }
    sums = new float[team.size() * Tiling.LINE];
    inputs = new InputPanels[commonInputs ? 2 : team.size()];
    Arrays.setAll(inputs, i -> new InputPanels(kernels, network.inputs(), chunkRows));
    transposed = new float[team.size()][];
    descents = new LayerDescent[team.size()];
    for (int worker = 0; worker < team.size(); worker++) {
      transposed[worker] = Tiling.allocate(squares * tiling.width(), tiling.width());
      descents[worker] = new LayerDescent(spec, kernels, parameters, values, deltas);
    }
  }

  /** Whether Java's arrays can hold what belongs to a layer; layer 0 is the inputs. */
  static boolean fits(TrainingSpec spec, Tiling tiling, int layer) {
    int panels = tiling.panels(spec.network().width(layer));
    return Tiling.fits(panels, tiling.panelLength(Blocking.of(spec, tiling).chunkRows()))
        && (layer == 0 || PanelLayer.fits(tiling, spec.network(), layer));
  }

  /** Rows of a full chunk. */
  int chunkRows() {
    return blocking.chunkRows();
  }

  /** Loss of a row of the chunk that went through {@link #backward} last. */
  double loss(int row) {
    return output.loss(row);
  }

  /** Copies the parameters into their row-major form. */
  Parameters parameters() {
    float[] values = new float[spec.network().parameterCount()];
    for (int l = 1; l <= layers; l++) {
      parameters[l].write(spec.network(), l, values);
    }
    return new Parameters(spec.network(), values);
  }

  /** Share of the first layer's forward products computed so far in training; 1 before. */
  double keptInForwardProduct() {
    long steps = 0;
    long all = 0;
    for (InputPanels each : inputs) {
      steps += each.listedSteps();
      all += each.listedInputs();
    }
    return all == 0 ? 1 : (double) steps / all;
  }

  /** What comes before an epoch's first {@link #train}. */
  void begin(int worker, ExampleRows rows, Chunks chunks) {
    int count = chunks.count(0);
    if (commonInputs) {
      fetchCommon(worker, rows, 0, count, inputs(worker, chunks, 0));
    } else {
      fetchOwn(worker, rows, 0, count);
    }
    fillForward(worker, 1, rows, count);
    team.barrier(worker);
  }

  private InputPanels inputs(int worker, Chunks chunks, int start) {
    return inputs[commonInputs ? chunks.number(start) % inputs.length : worker];
  }

  /** Fetches a worker's part of the inputs that all have in common. */
  private void fetchCommon(
      int worker, ExampleRows rows, int position, int count, InputPanels chunk) {
    int tiles = tiling.tiles(count);
    int from = team.begin(worker, tiles);
    int to = team.begin(worker + 1, tiles);
    fetchTiles(from, to, rows, position, count, chunk);
  }

  /**
   * Fetches what a worker needs of its own inputs of a chunk before {@link #train}: all of the
   * first tiles it takes forward, of which it fetches the next ones when it comes to them; and of
   * the tiles it does not take those inputs whose weights it updates.
   */
  private void fetchOwn(int worker, ExampleRows rows, int position, int count) {
    fetchFirstTiles(worker, rows, position, count);
    PanelLayer layer = parameters[1];
    int begin = gradientItems[1].begin(worker);
    int last = gradientItems[1].end(worker) - 1;
    if (last < begin) {
      return;
    }
    int from = 0;
    int to = layer.inputs;
    if (begin / layer.unitsPerPanel() == last / layer.unitsPerPanel()) {
      from = begin % layer.unitsPerPanel() * PanelLayer.UNIT_INPUTS;
      to = Math.min(to, (last % layer.unitsPerPanel() + 1) * PanelLayer.UNIT_INPUTS);
    }
    int tiles = tiling.tiles(count);
    int own = grids[1].firstTile(worker, tiles);
    int ownEnd = grids[1].lastTile(worker, tiles);
    for (int tile = 0; tile < tiles; tile++) {
      if (tile < own || tile >= ownEnd) {
        inputs[worker].fetch(tile, from, to, rows, position, count);
      }
    }
  }

  private void fetchFirstTiles(int worker, ExampleRows rows, int position, int count) {
    int tiles = tiling.tiles(count);
    int first = grids[1].firstTile(worker, tiles);
    inputs[worker].fetchedTiles = first;
    int end = Math.min(first + tilesAtOnce(), grids[1].lastTile(worker, tiles));
    fetchTilesUpTo(end, worker, rows, position, count);
  }

  /** Fetches those of a worker's own tiles that are still to be fetched, up to one. */
  private void fetchTilesUpTo(int end, int worker, ExampleRows rows, int position, int count) {
    InputPanels own = inputs[worker];
    if (own.fetchedTiles < end) {
      fetchTiles(own.fetchedTiles, end, rows, position, count, own);
      own.fetchedTiles = end;
    }
  }

  /** Fetches all inputs of some tiles, with their lists for the forward product. */
  private void fetchTiles(
      int from, int to, ExampleRows rows, int position, int count, InputPanels chunk) {
    for (int tile = from; tile < to; tile++) {
      chunk.fetch(tile, 0, parameters[1].inputs, rows, position, count);
      chunk.list(tile, rows, position, count);
    }
  }

  private int tilesAtOnce() {
    return blocking.rowsAtOnce() / tiling.rows();
  }

  /**
   * A worker's share of the training with a chunk whose inputs are there: forward pass, backward
   * pass and weight gradient, and after the mini-batch's last chunk the update. {@link #next} has
   * to follow.
   *
   * <p>No worker waits as long as it has something to do: between the deltas of two layers, for all
   * of which it needs the others' of the layer above, come the weights whose transposed form nobody
   * takes any more, and its own of the first layer, which nobody transposes; and at last what
   * others have not begun.
   *
   * @param start position of the chunk's first example in the order
   */
  void train(int worker, ExampleRows rows, Chunks chunks, int start) {
    int count = chunks.count(start);
    int tiles = tiling.tiles(count);
    forward(worker, rows, start, count, inputs(worker, chunks, start));
    groups.list(
        team.begin(worker, groups.groups()),
        team.begin(worker + 1, groups.groups()),
        rows,
        start,
        count);
    outputDeltas(worker, rows, start, count, chunks.batch(start));
    for (int l = 1; l <= layers; l++) {
      fillGradient(worker, l, rows, count);
    }
    team.barrier(worker);
    for (int l = layers; l > 1; l--) {
      backward(worker, l, tiles);
      int arrival = team.arrive();
      if (l < layers) {
        descendOwn(worker, l + 1, rows, chunks, start);
      }
      if (l == 2 && firstLayerIsOwn) {
        descend(worker, 1, worker, gradientQueues[1].take(worker), rows, chunks, start);
      } else if (l == 2 && goesAhead()) {
        descendOwn(worker, 1, rows, chunks, start);
      }
      team.await(worker, arrival);
    }
    if (layers > 1) {
      descendOwn(worker, 2, rows, chunks, start);
    }
    if (!goesAhead()) {
      descendOwn(worker, 1, rows, chunks, start);
    }
    for (int l = layers; l > 0; l--) {
      descendOthers(worker, l, rows, chunks, start);
    }
  }

  /**
   * From one chunk to the next: waits until all have done with this one, and meanwhile does what of
   * it concerns nobody else, and fetches the next one's inputs.
   */
  void next(int worker, ExampleRows rows, Chunks chunks, int start) {
    int next = start + chunks.count(start);
    int count = chunks.count(next);
    if (commonInputs) {
      // Before this worker says that it is here, as others take them; into the place of the chunk
      // before, with which all were done when this one's output deltas were.
      fetchCommon(worker, rows, next, count, inputs(worker, chunks, next));
    }
    fillForward(worker, 1, rows, count);
    int arrival = team.arrive();
    if (firstLayerIsOwn) {
      descendOwn(worker, 1, rows, chunks, start);
    }
    if (!commonInputs) {
      fetchOwn(worker, rows, next, count);
    }
    team.await(worker, arrival);
  }

  /**
   * Whether workers take over each other's work on a layer: not on the first, if some have not all
   * of its inputs; and where shares are small nobody looks, as looking alone takes a queue from its
   * owner's cache.
   */
  private boolean isTakenOver(int l, int count, double kept) {
    double share = kept * count * parameters[l].inputs * parameters[l].outputs / team.size();
    return share >= 2 * leastTakenOver && (l > 1 || commonInputs || gradientItems[1].wholePanels());
  }

  /** Whether a worker itself computes all deltas that its share of the first gradient takes. */
  private boolean goesAhead() {
    return layers > 1 && gradientItems[1].wholePanels();
  }

  private void fillForward(int worker, int l, ExampleRows rows, int count) {
    int items = forwardItems[l].count(worker, tiling.tiles(count));
    double multiplyAdds =
        keptForward(l, rows) * blocking.itemRows() * tiling.width() * parameters[l].inputs;
    forwardQueues[l].fill(worker, items, leastTakenOver / multiplyAdds);
  }

  private void fillGradient(int worker, int l, ExampleRows rows, int count) {
    int together = panelsTogether(l, rows);
    int items = gradientItems[l].count(worker, together);
    double multiplyAdds =
        keptInGradient(l, rows) * PanelLayer.UNIT_INPUTS * tiling.width() * together * count;
    double worthwhile = leastTakenOver / multiplyAdds;
    // Two runs where one is left for after the chunk.
    gradientQueues[l].fill(worker, items, Math.min(worthwhile, Math.ceilDiv(items, 2)));
  }

  private static double keptForward(int l, ExampleRows rows) {
    return l == 1 ? rows.keptInForwardProduct() : 1;
  }

  private static double keptInGradient(int l, ExampleRows rows) {
    return l == 1 ? rows.keptInGradient() : 1;
  }

  /** Panels that go through the lists of a layer at once. */
  private int panelsTogether(int l, ExampleRows rows) {
    return l == 1 && rows.groupMask() != null ? tiling.groupPanels() : 1;
  }

  /** A worker's share of the network's outputs, which {@link #copyOutputs} fetches. */
  void evaluate(int worker, ExampleRows rows, int position, int count) {
    InputPanels chunk = inputs[commonInputs ? 0 : worker];
    if (commonInputs) {
      fetchCommon(worker, rows, position, count, chunk);
    } else {
      fetchFirstTiles(worker, rows, position, count);
    }
    fillForward(worker, 1, rows, count);
    team.barrier(worker);
    forward(worker, rows, position, count, chunk);
    int tiles = tiling.tiles(count);
    WorkGrid grid = grids[layers];
    int end = grid.lastTile(worker, tiles);
    for (int tile = grid.firstTile(worker, tiles); tile < end; tile++) {
      if (grid.ownsWhole(worker, tile)) {
        output.activate(tiling.rows() * tile, tiling.rows() * (tile + 1));
      }
    }
  }

  /** Copies the outputs of the chunk's examples, row-major. */
  void copyOutputs(int count, float[] to, int start) {
    int outputs = spec.network().outputs();
    for (int row = 0; row < count; row++) {
      for (int o = 0; o < outputs; o++) {
        to[start + row * outputs + o] = output.value(row, o);
      }
    }
  }

  /** z_L, and up to there a_l. Whoever owns all of a tile may go on at once. */
  private void forward(int worker, ExampleRows rows, int position, int count, InputPanels chunk) {
    int tiles = tiling.tiles(count);
    for (int l = 1; l <= layers; l++) {
      if (l > 1) {
        fillForward(worker, l, rows, count);
        team.barrier(worker);
      }
      WorkQueues queues = forwardQueues[l];
      for (long run; (run = queues.take(worker)) != WorkQueues.NONE; ) {
        forward(worker, l, worker, run, rows, position, count, chunk);
      }
      if (l == 1 && !commonInputs) {
        // Blocks of which others took all.
        fetchTilesUpTo(grids[1].lastTile(worker, tiles), worker, rows, position, count);
      }
      boolean endsAtBarrier = l < layers || grids[layers].gridColumns() > 1;
      if (endsAtBarrier && isTakenOver(l, count, keptForward(l, rows))) {
        for (int i = 1; i < team.size(); i++) {
          int owner = (worker + i) % team.size();
          for (long run; (run = queues.takeFrom(owner)) != WorkQueues.NONE; ) {
            forward(worker, l, owner, run, rows, position, count, chunk);
          }
        }
      }
    }
    if (grids[layers].gridColumns() > 1) {
      team.barrier(worker);
    }
  }

  /** A run of a worker's items of a layer, by that worker or another. */
  private void forward(
      int worker,
      int l,
      int owner,
      long run,
      ExampleRows rows,
      int position,
      int count,
      InputPanels chunk) {
    ForwardItems items = forwardItems[l];
    int tiles = tiling.tiles(count);
    int end = WorkQueues.end(run);
    for (int item = WorkQueues.begin(run), next; item < end; item = next) {
      next = Math.min(item + items.more(owner, tiles, item), end);
      int blockEnd = items.blockEnd(owner, tiles, item);
      int panel = items.panel(owner, tiles, item);
      int from = items.tile(owner, tiles, item);
      int to = Math.min(from + (next - item) * items.itemTiles(), blockEnd);
      if (worker == owner && l == 1 && !commonInputs) {
        fetchTilesUpTo(blockEnd, worker, rows, position, count);
      }
      if (l > 1 && items.beginsBlock(owner, item)) {
        int panels = parameters[l - 1].panels;
        readAhead(worker, values[l - 1], 0, panels, tiling.rows() * from, tiling.rows() * blockEnd);
      }
      if (l > 1) {
        products(l, panel, from, to, values[l - 1]);
      } else if (rows.tileMask() != null) {
        listedProducts(panel, from, to, chunk);
      } else {
        products(1, panel, from, to, chunk.values);
      }
      if (l < layers) {
        int start = values[l].at(panel, tiling.rows() * from);
        int floats = (to - from) * tiling.rows() * tiling.width();
        kernels.activate(spec.activation(), values[l].elements, start, floats);
      }
    }
  }

  /**
   * z of one panel: for some tiles of T examples
   *
   * <pre>
   *   z[rows][N] = b[N] + Σ_k a[rows][k] · W[k][N]      k over the layer's inputs
   * </pre>
   */
  private void products(int l, int panel, int from, int to, Panels a) {
    PanelLayer layer = parameters[l];
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
        values[l].elements,
        values[l].at(panel, row));
  }

  /** {@link #products} of the first layer, over the inputs that are on in each tile. */
  private void listedProducts(int panel, int from, int to, InputPanels chunk) {
    PanelLayer layer = parameters[1];
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
          values[1].elements,
          values[1].at(panel, row));
    }
  }

  /** δ_L of the tiles whose outputs the worker has. */
  private void outputDeltas(int worker, ExampleRows rows, int position, int count, int batch) {
    WorkGrid grid = grids[layers];
    int tiles = tiling.tiles(count);
    int tileEnd = grid.lastTile(worker, tiles);
    for (int tile = grid.firstTile(worker, tiles); tile < tileEnd; tile++) {
      if (!grid.ownsWhole(worker, tile)) {
        continue;
      }
      int end = Math.min(count, tiling.rows() * (tile + 1));
      for (int row = tiling.rows() * tile; row < end; row++) {
        output.deltas(row, rows.label(position + row), batch);
      }
    }
  }

  /**
   * A worker's share of δ_{l−1}: for each panel and some rows
   *
   * <pre>
   *   δ_{l−1}[rows][N] = (Σ_o δ_l[rows][o] · Wᵀ[o][N]) ⊙ σ′      o over the units of layer l
   * </pre>
   *
   * <p>Each worker transposes the panels of Wᵀ it needs, the next one bit by bit between the rows
   * of the one before, so that it need not wait for weights from memory. If no other rows of the
   * chunk come back to them, it has room for two, which stay in the second-level cache; all would
   * have to be written to memory for each mini-batch.
   */
  private void backward(int worker, int l, int tiles) {
    WorkGrid grid = grids[l - 1];
    int from = grid.firstTile(worker, tiles) * tiling.rows();
    int to = grid.lastTile(worker, tiles) * tiling.rows();
    int atOnce = blocking.rowsAtOnce();
    for (int row = from, end; row < to; row = end) {
      end = Math.min(row + atOnce, to);
      readAhead(worker, deltas[l], 0, parameters[l].panels, row, end);
      backward(worker, l, row == from, row, end);
    }
  }

  /**
   * Reads the factor that all panels of a layer have in common ahead of the first of them. Chunks
   * of a single block are small enough to be there from the pass before.
   */
  private void readAhead(int worker, Panels factor, int panel, int endPanel, int row, int endRow) {
    if (blocking.hasSeveralBlocks()) {
      sums[worker * Tiling.LINE] = factor.readAhead(panel, endPanel, row, endRow);
    }
  }

  /** Some rows through a worker's panels of one layer, of which the first ones transpose W. */
  private void backward(int worker, int l, boolean transposes, int from, int to) {
    PanelLayer layer = parameters[l];
    WorkGrid grid = grids[l - 1];
    int first = grid.firstPanel(worker, parameters[l - 1].panels);
    int end = grid.lastPanel(worker, parameters[l - 1].panels);
    float[] weights = transposed[worker];
    if (transposes) {
      layer.transpose(kernels, first, 0, layer.panels, weights, transposedPanel(l, first));
    }
    for (int panel = first; panel < end; panel++) {
      for (int row = from, rowEnd; row < to; row = rowEnd) {
        rowEnd = Math.min(row + ROWS_BETWEEN_SQUARES, to);
        deltas(l, panel, row, rowEnd, weights);
        if (transposes && panel + 1 < end) {
          int square = Tiling.cut(layer.panels, to - from, row - from);
          int squareEnd = Tiling.cut(layer.panels, to - from, rowEnd - from);
          int next = transposedPanel(l, panel + 1);
          layer.transpose(kernels, panel + 1, square, squareEnd, weights, next);
        }
      }
    }
  }

  /**
   * Panels of a layer's Wᵀ that a worker keeps: all it has, if other rows come back to them, or the
   * present one and the next.
   */
  private int transposedPanels(int l) {
    int panels = parameters[l - 1].panels;
    int own = Math.ceilDiv(panels, grids[l - 1].gridColumns());
    return blocking.hasSeveralBlocks() ? own : Math.min(own, 2);
  }

  /** Where a worker keeps a panel of Wᵀ; its neighbours have another place. */
  private int transposedPanel(int l, int panel) {
    return Tiling.ORIGIN
        + panel % transposedPanels(l) * parameters[l].panels * tiling.width() * tiling.width();
  }

  /** δ_{l−1} of one panel and some rows. */
  private void deltas(int l, int panel, int from, int to, float[] weights) {
    PanelLayer layer = parameters[l];
    Panels next = deltas[l];
    float[] own = deltas[l - 1].elements;
    int start = deltas[l - 1].at(panel, from);
    kernels.product(
        to - from,
        tiling.columns(layer.inputs, panel),
        layer.outputs,
        next.elements,
        next.at(0, from),
        next.length(),
        weights,
        transposedPanel(l, panel),
        zeros,
        Tiling.ORIGIN,
        own,
        start);
    int count = (to - from) * tiling.width();
    kernels.timesDerivative(spec.activation(), own, start, values[l - 1].elements, start, count);
  }

  /**
   * A worker's own share of the weight gradient of layer l, and after the last chunk the update:
   * some inputs for all its panels, then the next ones. Where the worker has them, several panels
   * at once go through the lists of the first layer.
   */
  private void descendOwn(int worker, int l, ExampleRows rows, Chunks chunks, int start) {
    WorkQueues queues = gradientQueues[l];
    for (long run; (run = queues.take(worker)) != WorkQueues.NONE; ) {
      descend(worker, l, worker, run, rows, chunks, start);
    }
  }

  /** What others have not begun of theirs. */
  private void descendOthers(int worker, int l, ExampleRows rows, Chunks chunks, int start) {
    if (!isTakenOver(l, chunks.count(start), keptInGradient(l, rows))) {
      return;
    }
    WorkQueues queues = gradientQueues[l];
    for (int i = 1; i < team.size(); i++) {
      int owner = (worker + i) % team.size();
      for (long run; (run = queues.takeFrom(owner)) != WorkQueues.NONE; ) {
        descend(worker, l, owner, run, rows, chunks, start);
      }
    }
  }

  /** A run of a worker's items of a layer, by that worker or another. */
  private void descend(
      int worker, int l, int owner, long run, ExampleRows rows, Chunks chunks, int start) {
    GradientItems items = gradientItems[l];
    int count = chunks.count(start);
    boolean first = chunks.isFirst(start);
    boolean last = chunks.isLast(start);
    InputPanels chunk = inputs(worker, chunks, start);
    GroupLists lists = rows.groupMask() == null ? null : groups;
    PanelLayer layer = parameters[l];
    int together = panelsTogether(l, rows);
    int atOnce = blocking.gradientUnits(count);
    int perPanel = layer.unitsPerPanel();
    int begin = items.begin(owner);
    int end = items.end(owner);
    int runEnd = WorkQueues.end(run);
    for (int item = WorkQueues.begin(run), next; item < runEnd; item = next) {
      next = Math.min(item + items.more(owner, together, atOnce, item), runEnd);
      int unit = items.unit(owner, together, atOnce, item);
      int unitEnd = unit + next - item;
      if (l > 1 && items.beginsBlock(owner, together, atOnce, item)) {
        int blockEnd = items.blockEnd(owner, together, atOnce, item);
        int from = unit * PanelLayer.UNIT_INPUTS / tiling.width();
        int to = tiling.panels(Math.min(blockEnd * PanelLayer.UNIT_INPUTS, layer.inputs));
        readAhead(worker, values[l - 1], from, to, 0, count);
      }
      int firstPanel = items.panel(owner, together, atOnce, item);
      // Not several, if the owner has not these units of each.
      boolean whole =
          firstPanel * perPanel + unit >= begin
              && (firstPanel + together - 1) * perPanel + unitEnd <= end;
      int panels = whole ? tiling.panelsAtOnce(layer.outputs, firstPanel, together) : 1;
      for (int panel = firstPanel; panel < firstPanel + together; panel += panels) {
        int to = Math.min(panel * perPanel + unitEnd, end);
        for (int u = Math.max(panel * perPanel + unit, begin); u < to; u++) {
          descents[worker].descend(l, u, panels, chunk, lists, count, first, last);
        }
      }
    }
  }
}

package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * The passes of backpropagation over one chunk of a mini-batch, each as the share of one worker.
 *
 * <pre>
 *   z_l = W_l a_{l−1} + b_l,  a_l = σ(z_l)                    {@link LayerProducts#forward}
 *   δ_L = ∂L/∂z_L                                             {@link OutputStep}
 *   δ_{l−1} = (W_lᵀ δ_l) ⊙ σ′(z_{l−1})                        {@link LayerProducts#backward}
 *   ∂L/∂W_l = Σ_rows δ_l a_{l−1}ᵀ,  ∂L/∂b_l = Σ_rows δ_l,
 *   and the update                                            {@link LayerDescent}
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

  private final NetworkShape shape;
  private final Tiling tiling;
  private final WorkerTeam team;
  private final int layers;
  private final Blocking blocking;
  private final WorkGrid[] grids;
  private final Sharing sharing;
  private final PanelNetwork network;
  private final ChunkInputs inputs;
  private final GroupLists groups;
  private final OutputStep output;

  /** Of each layer, what its forward products and its updates are cut into. */
  private final ForwardItems[] forwardItems;

  private final GradientItems[] gradientItems;

  /** Of each layer, which of these nobody has begun. */
  private final WorkQueues[] forwardQueues;

  private final WorkQueues[] gradientQueues;

  /**
   * Whether a part of a worker's updates of the first layer may come after the chunk: its weights
   * then concern nobody else, as it computes all deltas they take, and nobody takes them over.
   */
  private final boolean firstLayerIsOwn;

  // One for each worker.
  private final LayerProducts[] products;
  private final LayerDescent[] descents;

  /** Blocks and shares that suit the mini-batches of a network. */
  static NetworkPasses of(
      TrainingSpec spec,
      VectorKernels kernels,
      WorkerTeam team,
      Sharing sharing,
      Parameters initial) {
    Blocking blocking = Blocking.of(spec, kernels.tiling());
    WorkGrid[] grids =
        WorkGrid.of(spec.network(), kernels.tiling(), team.size(), blocking.chunkRows());
    return new NetworkPasses(spec, kernels, team, sharing, initial, blocking, grids);
  }

  /**
   * Allocates.
   *
   * @param grids how the team shares each layer, 1 … L
   */
  NetworkPasses(
      TrainingSpec spec,
      VectorKernels kernels,
      WorkerTeam team,
      Sharing sharing,
      Parameters initial,
      Blocking blocking,
      WorkGrid[] grids) {
    this.team = team;
    this.sharing = sharing;
    this.blocking = blocking;
    this.grids = grids;
    shape = spec.network();
    layers = shape.layers();
    tiling = kernels.tiling();
    network = new PanelNetwork(spec, tiling, blocking, initial);
    forwardItems = new ForwardItems[layers + 1];
    gradientItems = new GradientItems[layers + 1];
    forwardQueues = new WorkQueues[layers + 1];
    gradientQueues = new WorkQueues[layers + 1];
    for (int l = 1; l <= layers; l++) {
      PanelLayer layer = network.parameters[l];
      forwardItems[l] = ForwardItems.of(grids[l], layer.panels, blocking, tiling);
      gradientItems[l] =
          new GradientItems(layer, team.size(), grids[l].sharesPanelsOnly(team.size()));
      forwardQueues[l] = new WorkQueues(team.size());
      gradientQueues[l] = new WorkQueues(team.size());
    }
    firstLayerIsOwn = goesAhead() && !isTakenOver(1, blocking.chunkRows(), 1);
    inputs =
        new ChunkInputs(
            team,
            kernels,
            network.parameters[1],
            blocking,
            grids[1],
            gradientItems[1],
            sharing.commonInputs());
    groups = new GroupLists(tiling, shape.inputs(), blocking.chunkRows());
    output =
        new OutputStep(
            kernels,
            spec.loss(),
            shape.outputs(),
            network.values[layers],
            network.deltas[layers],
            blocking.chunkRows());
    products = new LayerProducts[team.size()];
    descents = new LayerDescent[team.size()];
    for (int worker = 0; worker < team.size(); worker++) {
      ReadAhead ahead = new ReadAhead(blocking);
      products[worker] =
          new LayerProducts(
              worker, spec, kernels, network, inputs, blocking, grids, forwardItems, ahead);
      descents[worker] = new LayerDescent(spec, kernels, network, blocking, gradientItems, ahead);
    }
  }

  /** Rows of a full chunk. */
  int chunkRows() {
    return blocking.chunkRows();
  }

  /** Loss of a row of the chunk that {@link #train} was called with last. */
  double loss(int row) {
    return output.loss(row);
  }

  /** Copies the parameters into their row-major form. */
  Parameters parameters() {
    return network.parameters();
  }

  /** Share of the first layer's forward products computed so far in training; 1 before. */
  double keptInForwardProduct() {
    return inputs.keptInForwardProduct();
  }

  /** What comes before an epoch's first {@link #train}. */
  void begin(int worker, ExampleRows rows, Chunks chunks) {
    int count = chunks.count(0);
    if (inputs.areCommon()) {
      inputs.fetchCommon(worker, 0, rows, 0, count);
    } else {
      inputs.fetchOwn(worker, rows, 0, count);
    }
    fillForward(worker, 1, rows, count);
    team.barrier(worker);
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
    forward(worker, rows, chunks.number(start), start, count);
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
      products[worker].backward(l, tiles);
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
    if (inputs.areCommon()) {
      // Before this worker says that it is here, as others take them; into the place of the chunk
      // before, with which all were done when this one's output deltas were.
      inputs.fetchCommon(worker, chunks.number(next), rows, next, count);
    }
    fillForward(worker, 1, rows, count);
    int arrival = team.arrive();
    if (firstLayerIsOwn) {
      descendOwn(worker, 1, rows, chunks, start);
    }
    if (!inputs.areCommon()) {
      inputs.fetchOwn(worker, rows, next, count);
    }
    team.await(worker, arrival);
  }

  /** A worker's share of the network's outputs, which {@link #copyOutputs} fetches. */
  void evaluate(int worker, ExampleRows rows, int position, int count) {
    if (inputs.areCommon()) {
      inputs.fetchCommon(worker, 0, rows, position, count);
    } else {
      inputs.fetchFirstBlock(worker, rows, position, count);
    }
    fillForward(worker, 1, rows, count);
    team.barrier(worker);
    forward(worker, rows, 0, position, count);
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
    int outputs = shape.outputs();
    for (int row = 0; row < count; row++) {
      for (int o = 0; o < outputs; o++) {
        to[start + row * outputs + o] = output.value(row, o);
      }
    }
  }

  /**
   * Whether workers take over each other's work on a layer: not on the first, if some have not all
   * of its inputs; and where shares are small nobody looks, as looking alone takes a queue from its
   * owner's cache.
   */
  private boolean isTakenOver(int l, int count, double kept) {
    PanelLayer layer = network.parameters[l];
    double share = kept * count * layer.inputs * layer.outputs / team.size();
    return share >= 2 * sharing.leastTakenOver()
        && (l > 1 || sharing.commonInputs() || gradientItems[1].wholePanels());
  }

  /** Whether a worker itself computes all deltas that its share of the first gradient takes. */
  private boolean goesAhead() {
    return layers > 1 && gradientItems[1].wholePanels();
  }

  private void fillForward(int worker, int l, ExampleRows rows, int count) {
    int items = forwardItems[l].count(worker, tiling.tiles(count));
    double multiplyAdds =
        keptForward(l, rows) * blocking.itemRows() * tiling.width() * network.parameters[l].inputs;
    forwardQueues[l].fill(worker, items, sharing.leastTakenOver() / multiplyAdds);
  }

  private void fillGradient(int worker, int l, ExampleRows rows, int count) {
    int together = panelsTogether(l, rows);
    int items = gradientItems[l].count(worker, together);
    double multiplyAdds =
        keptInGradient(l, rows) * PanelLayer.UNIT_INPUTS * tiling.width() * together * count;
    double worthwhile = sharing.leastTakenOver() / multiplyAdds;
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

  /** z_L, and up to there a_l. Whoever owns all of a tile may go on at once. */
  private void forward(int worker, ExampleRows rows, int number, int position, int count) {
    for (int l = 1; l <= layers; l++) {
      if (l > 1) {
        fillForward(worker, l, rows, count);
        team.barrier(worker);
      }
      WorkQueues queues = forwardQueues[l];
      for (long run; (run = queues.take(worker)) != WorkQueues.NONE; ) {
        products[worker].forward(l, worker, run, rows, number, position, count);
      }
      if (l == 1 && !inputs.areCommon()) {
        // Blocks of which others took all.
        inputs.fetchTheRest(worker, rows, position, count);
      }
      boolean endsAtBarrier = l < layers || grids[layers].gridColumns() > 1;
      if (endsAtBarrier && isTakenOver(l, count, keptForward(l, rows))) {
        for (int i = 1; i < team.size(); i++) {
          int owner = (worker + i) % team.size();
          for (long run; (run = queues.takeFrom(owner)) != WorkQueues.NONE; ) {
            products[worker].forward(l, owner, run, rows, number, position, count);
          }
        }
      }
    }
    if (grids[layers].gridColumns() > 1) {
      team.barrier(worker);
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

  /** What nobody has begun of a worker's own updates of a layer. */
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

  /** A run of an owner's items, by that worker or another. */
  private void descend(
      int worker, int l, int owner, long run, ExampleRows rows, Chunks chunks, int start) {
    descents[worker].descend(
        l,
        owner,
        run,
        panelsTogether(l, rows),
        inputs.of(worker, chunks.number(start)),
        rows.groupMask() == null ? null : groups,
        chunks.count(start),
        chunks.isFirst(start),
        chunks.isLast(start));
  }
}

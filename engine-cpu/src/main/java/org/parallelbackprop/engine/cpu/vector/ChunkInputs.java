package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * The inputs of chunks, and who fetches which of them when.
 *
 * <p>Where there is a processor for each worker, each has a copy of its own. Common ones, of which
 * each fetches a part, take fewer reads of the examples, but then all of a chunk's inputs pass from
 * the cache of one core to those of the others; between cores that share no cache that takes longer
 * than to fetch them again.
 *
 * <pre>
 *   common   before a barrier    a part of all tiles
 *   own      before a barrier    the first block of the tiles that the worker takes forward, and
 *                                of the tiles it does not take the inputs whose weights it updates
 *            in the forward pass each further block of its tiles, when it comes to it
 * </pre>
 */
final class ChunkInputs {

  private final WorkerTeam team;
  private final Tiling tiling;
  private final PanelLayer layer;
  private final WorkGrid grid;
  private final GradientItems gradient;
  private final int tilesAtOnce;
  private final boolean common;

  /** One for each worker, or, if they are common, two, for chunks in turn. */
  private final InputPanels[] panels;

  /**
   * Allocates.
   *
   * @param grid who takes which tiles of the first layer forward
   * @param gradient who updates which of its weights
   * @param common whether the workers have inputs in common
   */
  ChunkInputs(
      WorkerTeam team,
      VectorKernels kernels,
      PanelLayer layer,
      Blocking blocking,
      WorkGrid grid,
      GradientItems gradient,
      boolean common) {
    this.team = team;
    tiling = kernels.tiling();
    this.layer = layer;
    this.grid = grid;
    this.gradient = gradient;
    tilesAtOnce = blocking.rowsAtOnce() / tiling.rows();
    this.common = common;
    panels = new InputPanels[common ? 2 : team.size()];
    Arrays.setAll(panels, i -> new InputPanels(kernels, layer.inputs, blocking.chunkRows()));
  }

  /** Whether the workers have them in common. */
  boolean areCommon() {
    return common;
  }

  /** Where a worker finds the inputs of the chunk of a number. */
  InputPanels of(int worker, int number) {
    return panels[common ? number % panels.length : worker];
  }

  /** Share of the first layer's forward products listed so far; 1 before. */
  double keptInForwardProduct() {
    long steps = 0;
    long all = 0;
    for (InputPanels each : panels) {
      steps += each.listedSteps();
      all += each.listedInputs();
    }
    return all == 0 ? 1 : (double) steps / all;
  }

  /** Fetches a worker's part of the inputs that all have in common. */
  void fetchCommon(int worker, int number, ExampleRows rows, int position, int count) {
    int tiles = tiling.tiles(count);
    int from = team.begin(worker, tiles);
    int to = team.begin(worker + 1, tiles);
    fetchTiles(from, to, of(worker, number), rows, position, count);
  }

  /** Fetches what a worker needs of its own inputs of a chunk before it trains with it. */
  void fetchOwn(int worker, ExampleRows rows, int position, int count) {
    fetchFirstBlock(worker, rows, position, count);
    int begin = gradient.begin(worker);
    int last = gradient.end(worker) - 1;
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
    int own = grid.firstTile(worker, tiles);
    int ownEnd = grid.lastTile(worker, tiles);
    for (int tile = 0; tile < tiles; tile++) {
      if (tile < own || tile >= ownEnd) {
        panels[worker].fetch(tile, from, to, rows, position, count);
      }
    }
  }

  /** The same before it only goes forward. */
  void fetchFirstBlock(int worker, ExampleRows rows, int position, int count) {
    int tiles = tiling.tiles(count);
    int first = grid.firstTile(worker, tiles);
    panels[worker].fetchedTiles = first;
    int end = Math.min(first + tilesAtOnce, grid.lastTile(worker, tiles));
    fetchUpTo(end, worker, rows, position, count);
  }

  /** Fetches those of a worker's own tiles that are still to be fetched. */
  void fetchTheRest(int worker, ExampleRows rows, int position, int count) {
    fetchUpTo(grid.lastTile(worker, tiling.tiles(count)), worker, rows, position, count);
  }

  /** Fetches those of a worker's own tiles that are still to be fetched, up to one. */
  void fetchUpTo(int end, int worker, ExampleRows rows, int position, int count) {
    InputPanels own = panels[worker];
    if (own.fetchedTiles < end) {
      fetchTiles(own.fetchedTiles, end, own, rows, position, count);
      own.fetchedTiles = end;
    }
  }

  /** Fetches all inputs of some tiles, with their lists for the forward product. */
  private void fetchTiles(
      int from, int to, InputPanels chunk, ExampleRows rows, int position, int count) {
    for (int tile = from; tile < to; tile++) {
      chunk.fetch(tile, 0, layer.inputs, rows, position, count);
      chunk.list(tile, rows, position, count);
    }
  }
}

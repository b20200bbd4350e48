package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.NetworkShape;

/**
 * How workers share the products of one layer: in a grid, whose rows take different tiles of
 * examples, and whose columns take different panels of the layer's units.
 *
 * <pre>
 *                 panels 0 … 15     panels 16 … 31
 *   tiles 0 … 7     worker 0          worker 1
 *   tiles 8 … 15    worker 2          worker 3
 * </pre>
 *
 * @param gridRows parts the examples are cut into
 * @param gridColumns parts the panels are cut into
 */
record WorkGrid(int gridRows, int gridColumns) {

  /**
   * Those of a network's layers, 1 … L; there is none for layer 0.
   *
   * @param workers size of the team
   * @param chunkRows examples of a full chunk
   */
  static WorkGrid[] of(NetworkShape network, Tiling tiling, int workers, int chunkRows) {
    WorkGrid[] grids = new WorkGrid[network.layers() + 1];
    for (int l = 1; l <= network.layers(); l++) {
      grids[l] = of(workers, tiling.tiles(chunkRows), tiling.panels(network.width(l)));
    }
    return grids;
  }

  /**
   * The grid in which the busiest worker has the least to do; of several, the one with the most
   * columns, in which each worker reads the fewest weights.
   *
   * @param workers size of the team; a grid need not use all of them
   * @param tiles tiles of a full chunk
   * @param panels panels of the layer
   */
  static WorkGrid of(int workers, int tiles, int panels) {
    WorkGrid best = new WorkGrid(Math.min(workers, tiles), 1);
    for (int columns = 2; columns <= Math.min(workers, panels); columns++) {
      WorkGrid grid = new WorkGrid(Math.min(workers / columns, tiles), columns);
      if (grid.busiest(tiles, panels) <= best.busiest(tiles, panels)) {
        best = grid;
      }
    }
    return best;
  }

  private long busiest(int tiles, int panels) {
    return (long) Math.ceilDiv(tiles, gridRows) * Math.ceilDiv(panels, gridColumns);
  }

  /** Whether each of so many workers has panels for itself, with all tiles. */
  boolean sharesPanelsOnly(int workers) {
    return gridRows == 1 && gridColumns == workers;
  }

  /** First tile of a worker; {@code tiles} if it has none. */
  int firstTile(int worker, int tiles) {
    return Tiling.cut(tiles, gridRows, Math.min(worker / gridColumns, gridRows));
  }

  /** Behind the last tile of a worker. */
  int lastTile(int worker, int tiles) {
    return Tiling.cut(tiles, gridRows, Math.min(worker / gridColumns + 1, gridRows));
  }

  /** Whether a worker does what concerns one of its tiles across all panels. */
  boolean ownsWhole(int worker, int tile) {
    return tile % gridColumns == worker % gridColumns;
  }

  /** First panel of a worker. */
  int firstPanel(int worker, int panels) {
    return Tiling.cut(panels, gridColumns, worker % gridColumns);
  }

  /** Behind the last panel of a worker. */
  int lastPanel(int worker, int panels) {
    return Tiling.cut(panels, gridColumns, worker % gridColumns + 1);
  }
}

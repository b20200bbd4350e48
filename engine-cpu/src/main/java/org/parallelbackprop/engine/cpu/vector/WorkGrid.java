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
 * <p>Where workers have unequal shares, columns are of unequal width, and of each column the rows
 * of unequal height.
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

  /** Whether each of so many workers has a place. */
  boolean hasPlacesFor(int workers) {
    return gridRows * gridColumns == workers;
  }

  /** First tile of a worker; {@code tiles} if it has none. */
  int firstTile(WorkShares shares, int worker, int tiles) {
    return rowStart(shares, worker / gridColumns, worker % gridColumns, tiles);
  }

  /** Behind the last tile of a worker. */
  int lastTile(WorkShares shares, int worker, int tiles) {
    return rowStart(shares, worker / gridColumns + 1, worker % gridColumns, tiles);
  }

  /** The workers of a column share the tiles among them. */
  private int rowStart(WorkShares shares, int row, int column, int tiles) {
    long before = shares.sum(column, gridColumns, Math.min(row, gridRows));
    return (int) (tiles * before / shares.sum(column, gridColumns, gridRows));
  }

  /** Whether a worker does what concerns one of its tiles across all panels. */
  boolean ownsWhole(int worker, int tile) {
    return tile % gridColumns == worker % gridColumns;
  }

  /** First panel of a worker. */
  int firstPanel(WorkShares shares, int worker, int panels) {
    return columnStart(shares, worker % gridColumns, panels);
  }

  /** Behind the last panel of a worker. */
  int lastPanel(WorkShares shares, int worker, int panels) {
    return columnStart(shares, worker % gridColumns + 1, panels);
  }

  /** The columns share the panels, each for all of its workers. */
  private int columnStart(WorkShares shares, int column, int panels) {
    long before = 0;
    for (int row = 0; row < gridRows; row++) {
      before += shares.sum(row * gridColumns, 1, column);
    }
    return (int) (panels * before / shares.sum(0, 1, gridRows * gridColumns));
  }
}

package org.parallelbackprop.engine.cpu.vector;

/**
 * How workers share the products of the forward and the backward pass: in a grid, whose rows take
 * different tiles of examples, and whose columns take different panels of each layer's units.
 *
 * <pre>
 *                 panels 0 … 15     panels 16 … 31
 *   tiles 0 … 7     worker 0          worker 1
 *   tiles 8 … 15    worker 2          worker 3
 * </pre>
 *
 * <p>With one column a worker takes its examples through all layers without waiting for anybody.
 * With several, which is how more workers than tiles stay busy, the workers meet after each layer.
 *
 * @param gridRows parts the examples are cut into
 * @param gridColumns parts each layer's panels are cut into
 */
record WorkGrid(int gridRows, int gridColumns) {

  /**
   * How much less work the busiest worker must have before meeting after each layer is worth it.
   */
  private static final double GAIN_WORTH_MEETING = 1.1;

  /**
   * The grid in which the busiest worker has the least to do.
   *
   * @param workers size of the team; a grid need not use all of them
   * @param tiles tiles of a full chunk
   * @param panels panels of the widest layer
   */
  static WorkGrid of(int workers, int tiles, int panels) {
    WorkGrid best = new WorkGrid(Math.min(workers, tiles), 1);
    double least = best.busiest(tiles, panels) / GAIN_WORTH_MEETING;
    for (int columns = 2; columns <= Math.min(workers, panels); columns++) {
      WorkGrid grid = new WorkGrid(Math.min(workers / columns, tiles), columns);
      if (grid.busiest(tiles, panels) < least) {
        best = grid;
        least = grid.busiest(tiles, panels);
      }
    }
    return best;
  }

  private double busiest(int tiles, int panels) {
    return (double) Math.ceilDiv(tiles, gridRows) * Math.ceilDiv(panels, gridColumns);
  }

  /** Whether workers must meet after each layer. */
  boolean meetsAfterEachLayer() {
    return gridColumns > 1;
  }

  /** First tile of a worker; {@code tiles} if it has none. */
  int firstTile(int worker, int tiles) {
    return Panels.cut(tiles, gridRows, Math.min(worker / gridColumns, gridRows));
  }

  /** Behind the last tile of a worker. */
  int lastTile(int worker, int tiles) {
    return Panels.cut(tiles, gridRows, Math.min(worker / gridColumns + 1, gridRows));
  }

  /** Whether a worker does what concerns one of its tiles across all panels. */
  boolean ownsWhole(int worker, int tile) {
    return tile % gridColumns == worker % gridColumns;
  }

  /** First panel of a worker. */
  int firstPanel(int worker, int panels) {
    return Panels.cut(panels, gridColumns, worker % gridColumns);
  }

  /** Behind the last panel of a worker. */
  int lastPanel(int worker, int panels) {
    return Panels.cut(panels, gridColumns, worker % gridColumns + 1);
  }
}

package org.parallelbackprop.engine.cpu.vector;

/**
 * Into which items a worker's own share of one layer's forward products is cut, and in which order
 * it takes them.
 *
 * <pre>
 *   block of rows          through all of the worker's panels before the next block
 *   └ panel of units
 *     └ item: some tiles of the block
 * </pre>
 *
 * @param grid which tiles and panels a worker has
 * @param panels of the layer
 * @param blockTiles tiles of a full block
 * @param itemTiles tiles of a full item
 */
record ForwardItems(WorkGrid grid, int panels, int blockTiles, int itemTiles) {

  /**
   * How many a worker has.
   *
   * @param tiles of the chunk
   */
  int count(int owner, int tiles) {
    int own = grid.lastTile(owner, tiles) - grid.firstTile(owner, tiles);
    int pieces = own / blockTiles * pieces(blockTiles) + Math.ceilDiv(own % blockTiles, itemTiles);
    return pieces * ownPanels(owner);
  }

  /** Whether an item is the first of its block. */
  boolean beginsBlock(int owner, int item) {
    return item % fullBlock(owner) == 0;
  }

  /** First tile of the block that an item belongs to. */
  private int block(int owner, int tiles, int item) {
    return grid.firstTile(owner, tiles) + item / fullBlock(owner) * blockTiles;
  }

  /** Behind the last tile of that block. */
  int blockEnd(int owner, int tiles, int item) {
    return Math.min(block(owner, tiles, item) + blockTiles, grid.lastTile(owner, tiles));
  }

  /** The panel of an item. */
  int panel(int owner, int tiles, int item) {
    return grid.firstPanel(owner, panels)
        + item % fullBlock(owner) / piecesOfBlock(owner, tiles, item);
  }

  /** First tile of an item. */
  int tile(int owner, int tiles, int item) {
    int piece = item % fullBlock(owner) % piecesOfBlock(owner, tiles, item);
    return block(owner, tiles, item) + piece * itemTiles;
  }

  /** How many items, from this one on, are of the same block and the same panel. */
  int more(int owner, int tiles, int item) {
    int pieces = piecesOfBlock(owner, tiles, item);
    return pieces - item % fullBlock(owner) % pieces;
  }

  private int piecesOfBlock(int owner, int tiles, int item) {
    return pieces(blockEnd(owner, tiles, item) - block(owner, tiles, item));
  }

  private int pieces(int ofTiles) {
    return Math.ceilDiv(ofTiles, itemTiles);
  }

  private int ownPanels(int owner) {
    return grid.lastPanel(owner, panels) - grid.firstPanel(owner, panels);
  }

  private int fullBlock(int owner) {
    return pieces(blockTiles) * ownPanels(owner);
  }
}

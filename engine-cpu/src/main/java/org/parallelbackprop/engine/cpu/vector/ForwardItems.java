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

  /** What a layer's products are cut into. */
  static ForwardItems of(WorkGrid grid, int panels, Blocking blocking, Tiling tiling) {
    return new ForwardItems(
        grid, panels, blocking.rowsAtOnce() / tiling.rows(), blocking.itemRows() / tiling.rows());
  }

  /**
   * How many a worker has.
   *
   * @param tiles of the chunk
   */
  int count(int owner, int tiles) {
    int own = grid.lastTile(owner, tiles) - grid.firstTile(owner, tiles);
    int pieces = own / blockTiles * pieces(blockTiles) + pieces(own % blockTiles);
    return pieces * ownPanels(owner);
  }

  /** For one worker, who goes through any worker's. */
  Steps steps() {
    return new Steps();
  }

  private int pieces(int ofTiles) {
    return Math.ceilDiv(ofTiles, itemTiles);
  }

  private int ownPanels(int owner) {
    return grid.lastPanel(owner, panels) - grid.firstPanel(owner, panels);
  }

  /** Goes through a run of items, at each step those of one panel and one block. */
  final class Steps {

    private int owner;
    private int tiles;
    private int next;
    private int end;

    /** The panel of this step. */
    int panel;

    /** Its first tile. */
    int tile;

    /** Behind its last tile. */
    int tileEnd;

    /** Behind the last tile of its block. */
    int blockEnd;

    /** Whether its first item is the first of the block. */
    boolean beginsBlock;

    /**
     * Stands before the first step.
     *
     * @param ofWorker whose items they are
     * @param tilesOfChunk of the present chunk
     * @param run of that worker's queue
     */
    void start(int ofWorker, int tilesOfChunk, long run) {
      tiles = tilesOfChunk;
      owner = ofWorker;
      next = WorkQueues.begin(run);
      end = WorkQueues.end(run);
    }

    /** Goes to the next step; false behind the last. */
    boolean next() {
      if (next == end) {
        return false;
      }
      int fullBlock = pieces(blockTiles) * ownPanels(owner);
      int inBlock = next % fullBlock;
      int block = grid.firstTile(owner, tiles) + next / fullBlock * blockTiles;
      blockEnd = Math.min(block + blockTiles, grid.lastTile(owner, tiles));
      int pieces = pieces(blockEnd - block);
      int piece = inBlock % pieces;
      int count = Math.min(pieces - piece, end - next);
      beginsBlock = inBlock == 0;
      panel = grid.firstPanel(owner, panels) + inBlock / pieces;
      tile = block + piece * itemTiles;
      tileEnd = Math.min(tile + count * itemTiles, blockEnd);
      next += count;
      return true;
    }
  }
}

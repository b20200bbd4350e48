package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.TrainingSpec;

/**
 * Into what the passes cut a mini-batch, so that what they come back to is still in a cache.
 *
 * <pre>
 *   mini-batch
 *   └ chunks of examples             through all passes before the next one
 *     ├ products: blocks of rows     through all panels of a layer before the next block
 *     └ gradient: blocks of values   with all panels of deltas before the next block
 * </pre>
 *
 * @param chunkRows rows of a full chunk, whole tiles. With each chunk the weights, and the
 *     gradient's sums so far, are fetched anew, and the values and deltas of more would leave the
 *     caches.
 * @param rowsAtOnce rows that go through all panels of a layer at once, forward or back, whole
 *     tiles. What the layer takes of them then comes from the second-level cache, and their sums of
 *     one panel are still in the first when activated.
 * @param itemRows rows of a block that a worker may take over from another, for one panel, whole
 *     tiles
 * @param gradientValues values that all panels of deltas meet at once, as many as that cache holds
 */
record Blocking(int chunkRows, int rowsAtOnce, int itemRows, int gradientValues) {

  private static final int MAX_CHUNK_ROWS = 512;

  /** Whole tiles and blocks of any width; 576 KB from 1024 units, and 18 KB of sums. */
  private static final int ROWS_AT_ONCE = 144;

  /** Whole high blocks of any width. */
  private static final int ITEM_ROWS = 48;

  /** Of a small block: one high block. */
  private static final int SMALL_ITEM_ROWS = 24;

  private static final int GRADIENT_VALUES = ROWS_AT_ONCE << 10;

  /** What measured best for the mini-batches of a network. */
  static Blocking of(TrainingSpec spec, Tiling tiling) {
    int tiles = tiling.tiles(Math.min(spec.batchSize(), MAX_CHUNK_ROWS));
    return new Blocking(tiles * tiling.rows(), ROWS_AT_ONCE, ITEM_ROWS, GRADIENT_VALUES);
  }

  /**
   * The same in small: chunks of fewer tiles, in several blocks of rows where this has several, and
   * blocks of values for two units, as wide layers have several with any chunk.
   */
  Blocking scaledTo(int tiles, Tiling tiling) {
    int rows = tiles * tiling.rows();
    return new Blocking(
        rows,
        hasSeveralBlocks() ? Math.ceilDiv(tiles, 2) * tiling.rows() : rows,
        SMALL_ITEM_ROWS,
        2 * rows * PanelLayer.UNIT_INPUTS);
  }

  /** Whether a chunk goes through the panels in several blocks of rows. */
  boolean hasSeveralBlocks() {
    return chunkRows > rowsAtOnce;
  }

  /** Units of a panel's gradient, in order of the inputs, before those of the next panel. */
  int gradientUnits(int count) {
    return Math.max(1, gradientValues / (count * PanelLayer.UNIT_INPUTS));
  }
}

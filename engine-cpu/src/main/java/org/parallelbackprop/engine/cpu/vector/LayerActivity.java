package org.parallelbackprop.engine.cpu.vector;

import org.jspecify.annotations.Nullable;

/**
 * What passes through one layer for the rows of one chunk of a mini-batch.
 *
 * <pre>
 *   values       a   [⌈n/32⌉][rows][32]       deltas      δ = ∂L/∂z, likewise
 *   valuePacks   a   [⌈rows/8⌉][n↑32][8]      deltaPacks  δ, likewise
 * </pre>
 *
 * <p>The packs hold the same numbers once more, in the order in which the product with the next
 * layer's weights broadcasts them; they are written while the panel is in the first-level cache.
 */
final class LayerActivity {

  private final int rows;
  private final int width;
  final float[] values;
  final float[] deltas;
  final float @Nullable [] valuePacks;
  final float @Nullable [] deltaPacks;

  /**
   * Allocates.
   *
   * @param outputs n
   * @param rows most rows of a chunk, a multiple of 8
   * @param hasNext whether another layer takes the values
   * @param hasPrevious whether another layer takes the deltas
   */
  LayerActivity(int outputs, int rows, boolean hasNext, boolean hasPrevious) {
    this.rows = rows;
    width = Panels.panels(outputs) * Panels.WIDTH;
    values = Panels.allocate(rows, width);
    deltas = Panels.allocate(rows, width);
    valuePacks = hasNext ? Panels.allocate(rows, width) : null;
    deltaPacks = hasPrevious ? Panels.allocate(rows, width) : null;
  }

  /** Index of the element in the first column of a panel. */
  int at(int panel, int row) {
    return Panels.ORIGIN + (panel * rows + row) * Panels.WIDTH;
  }

  /** From one tile's pack to the next one's. */
  int packLength() {
    return width * Panels.TILE;
  }

  /** Index in the packs of the first element of a column. */
  int pack(int tile, int column) {
    return Panels.ORIGIN + tile * packLength() + column * Panels.TILE;
  }
}

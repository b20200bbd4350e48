package org.parallelbackprop.engine.cpu.vector;

import org.jspecify.annotations.Nullable;

/**
 * What passes through one layer for the rows of one chunk of a mini-batch.
 *
 * <pre>
 *   values       a   [⌈n/N⌉][rows][N]       deltas      δ = ∂L/∂z, likewise
 *   valuePacks   a   [⌈rows/T⌉][n↑N][T]     deltaPacks  δ, likewise
 * </pre>
 *
 * <p>The packs hold the same numbers once more, in the order in which the product with the next
 * layer's weights broadcasts them; they are written while the panel is in the first-level cache.
 */
final class LayerActivity {

  private final Tiling tiling;
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
   * @param rows most rows of a chunk, whole tiles
   * @param hasNext whether another layer takes the values
   * @param hasPrevious whether another layer takes the deltas
   */
  LayerActivity(Tiling tiling, int outputs, int rows, boolean hasNext, boolean hasPrevious) {
    this.tiling = tiling;
    this.rows = rows;
    width = Math.toIntExact(tiling.padded(outputs));
    values = Tiling.allocate(rows, width);
    deltas = Tiling.allocate(rows, width);
    valuePacks = hasNext ? Tiling.allocate(rows, width) : null;
    deltaPacks = hasPrevious ? Tiling.allocate(rows, width) : null;
  }

  /** Index of the element in the first column of a panel. */
  int at(int panel, int row) {
    return Tiling.ORIGIN + (panel * rows + row) * tiling.width();
  }

  /** From one tile's pack to the next one's. */
  int packLength() {
    return width * tiling.rows();
  }

  /** Index in the packs of the first element of a column. */
  int pack(int tile, int column) {
    return Tiling.ORIGIN + tile * packLength() + column * tiling.rows();
  }
}

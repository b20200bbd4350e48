package org.parallelbackprop.engine.cpu.vector;

/**
 * One number for each row of a chunk and each column, in panels: inputs, values a, or deltas δ =
 * ∂L/∂z of a layer.
 *
 * <pre>
 *   elements   [⌈columns/N⌉][rows][N]
 * </pre>
 */
final class Panels {

  final float[] elements;
  private final int width;
  private final int length;

  /**
   * Zeros.
   *
   * @param rows most rows of a chunk, whole tiles
   */
  Panels(Tiling tiling, int columns, int rows) {
    width = tiling.width();
    length = tiling.panelLength(rows);
    elements = Tiling.allocate(tiling.panels(columns), length);
  }

  /** Index of the element in the first column of a panel. */
  int at(int panel, int row) {
    return Tiling.ORIGIN + panel * length + row * width;
  }

  /** From one panel to the next. */
  int length() {
    return length;
  }
}

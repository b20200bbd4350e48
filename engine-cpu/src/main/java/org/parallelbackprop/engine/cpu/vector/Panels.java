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

  /**
   * Reads a number of each cache line of some rows in some panels, so that the second-level cache
   * has them when a product comes back to them again and again: a loop without any other work has
   * more lines on their way at the same time.
   *
   * @return their sum, without which C2 would leave the reading out
   */
  float readAhead(int panel, int endPanel, int row, int endRow) {
    float sum = 0;
    for (int p = panel; p < endPanel; p++) {
      for (int i = at(p, row); i < at(p, endRow); i += Tiling.LINE) {
        sum += elements[i];
      }
    }
    return sum;
  }

  /** From one panel to the next. */
  int length() {
    return length;
  }
}

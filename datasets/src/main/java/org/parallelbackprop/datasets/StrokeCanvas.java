package org.parallelbackprop.datasets;

import java.util.Arrays;

/** A small square picture on which round-tipped strokes leave ink between 0 and 1. */
final class StrokeCanvas {

  /** Rows and columns, as MNIST's. */
  static final int SIZE = 28;

  private final double[] ink = new double[SIZE * SIZE];

  /** Ink of all pixels in reading order; not a copy. */
  double[] ink() {
    return ink;
  }

  /** Takes all ink away. */
  void clear() {
    Arrays.fill(ink, 0);
  }

  /**
   * Draws a straight stroke. A pixel's ink is how much of a one pixel wide ramp around the stroke's
   * edge lies behind its centre; strokes that cross do not add up.
   *
   * @param x0 start, in pixels from the left edge, pixel centres at ½, 1½, …
   * @param y0 start, from the upper edge
   * @param x1 end
   * @param y1 end
   * @param radius half the stroke's width in pixels
   */
  void stroke(double x0, double y0, double x1, double y1, double radius) {
    double reach = radius + 1;
    int top = Math.max(0, (int) Math.floor(Math.min(y0, y1) - reach));
    int bottom = Math.min(SIZE - 1, (int) Math.floor(Math.max(y0, y1) + reach));
    int left = Math.max(0, (int) Math.floor(Math.min(x0, x1) - reach));
    int right = Math.min(SIZE - 1, (int) Math.floor(Math.max(x0, x1) + reach));
    double dx = x1 - x0;
    double dy = y1 - y0;
    double square = dx * dx + dy * dy;
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x0;
        double py = row + 0.5 - y0;
        double along = square == 0 ? 0 : Math.clamp((px * dx + py * dy) / square, 0.0, 1.0);
        double ex = px - along * dx;
        double ey = py - along * dy;
        double covered = Math.clamp(radius + 0.5 - Math.sqrt(ex * ex + ey * ey), 0.0, 1.0);
        int pixel = row * SIZE + column;
        ink[pixel] = Math.max(ink[pixel], covered);
      }
    }
  }
}

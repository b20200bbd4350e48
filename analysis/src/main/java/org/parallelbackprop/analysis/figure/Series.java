package org.parallelbackprop.analysis.figure;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name what the legend calls them
 * @param style how they look
 * @param points the points, in the order in which lines join them
 */
public record Series(String name, Style style, List<Point> points) {

  public Series {
    points = List.copyOf(points);
  }

  /**
   * A point, with an interval in y if {@code lower} and {@code upper} differ from y.
   *
   * @param x abscissa
   * @param y ordinate
   * @param lower lower end of the interval
   * @param upper upper end of the interval
   */
  public record Point(double x, double y, double lower, double upper) {

    /** A point without an interval. */
    public static Point at(double x, double y) {
      return new Point(x, y, y, y);
    }
  }
}

package org.parallelbackprop.datasets;

import java.util.ArrayList;
import java.util.List;

/**
 * The ten digits as strokes, each in the ways in which people write it.
 *
 * <p>A stroke is a polyline x_0, y_0, x_1, y_1, … in the unit square, y downwards.
 */
final class DigitGlyphs {

  /** Degrees between two points of an arc. */
  private static final double ARC_STEP = 20;

  /** Strokes of each way to write each digit: [digit][way][stroke]. */
  private static final List<List<List<double[]>>> DIGITS =
      List.of(
          List.of(
              List.of(arc(.5, .5, .30, .43, -90, 270)), List.of(arc(.5, .5, .21, .43, -60, 290))),
          List.of(
              List.of(line(.5, .06, .5, .94)),
              List.of(line(.33, .26, .53, .06, .53, .94)),
              List.of(line(.33, .24, .51, .06, .51, .94), line(.29, .94, .74, .94))),
          List.of(
              List.of(join(arc(.49, .31, .27, .25, 190, 390), line(.22, .93, .80, .93))),
              List.of(
                  join(
                      arc(.47, .29, .26, .23, 200, 400),
                      arc(.33, .82, .11, .09, -20, -320),
                      line(.82, .93)))),
          List.of(
              List.of(join(arc(.46, .28, .26, .22, 200, 450), arc(.46, .72, .29, .23, 270, 520))),
              List.of(join(line(.24, .07, .73, .07, .45, .41), arc(.44, .68, .29, .27, 275, 510)))),
          List.of(
              List.of(line(.33, .08, .21, .58, .81, .58), line(.65, .30, .63, .94)),
              List.of(line(.63, .94, .63, .06, .17, .66, .84, .66))),
          List.of(
              List.of(join(line(.75, .07, .33, .07, .28, .47), arc(.47, .67, .28, .26, 225, 510))),
              List.of(
                  line(.34, .08, .78, .07),
                  join(line(.34, .08, .30, .42), arc(.44, .67, .30, .26, 240, 490)))),
          List.of(
              List.of(join(arc(.72, .62, .48, .56, 262, 180), arc(.50, .70, .26, .23, 180, -180))),
              List.of(join(line(.64, .06, .30, .58), arc(.49, .71, .23, .22, 200, -160)))),
          List.of(
              List.of(line(.2, .08, .8, .08, .42, .94)),
              List.of(line(.2, .08, .8, .08, .42, .94), line(.34, .52, .72, .50)),
              List.of(join(line(.22, .16, .25, .07, .78, .07), arc(.88, .90, .40, .60, 235, 180)))),
          List.of(
              List.of(join(arc(.5, .28, .22, .21, 90, 450), arc(.5, .72, .27, .23, -90, 270))),
              List.of(
                  join(
                      arc(.5, .27, .23, .20, -20, -230),
                      arc(.5, .73, .26, .21, -40, 220),
                      line(.70, .20)))),
          List.of(
              List.of(arc(.48, .30, .25, .23, 0, 360), line(.73, .28, .67, .94)),
              List.of(join(arc(.48, .30, .25, .23, 0, -360), arc(.30, .38, .43, .55, 0, 80)))));

  private DigitGlyphs() {}

  /** How many ways there are to write a digit. */
  static int ways(int digit) {
    return DIGITS.get(digit).size();
  }

  /** The strokes of one way to write a digit; not to be changed. */
  static List<double[]> strokes(int digit, int way) {
    return DIGITS.get(digit).get(way);
  }

  private static double[] line(double... points) {
    return points;
  }

  /** Part of an ellipse, angles in degrees, clockwise from the right. */
  private static double[] arc(
      double centreX, double centreY, double radiusX, double radiusY, double from, double to) {
    int steps = (int) Math.ceil(Math.abs(to - from) / ARC_STEP);
    double[] points = new double[2 * (steps + 1)];
    for (int i = 0; i <= steps; i++) {
      double angle = StrictMath.toRadians(from + (to - from) * i / steps);
      points[2 * i] = centreX + radiusX * StrictMath.cos(angle);
      points[2 * i + 1] = centreY + radiusY * StrictMath.sin(angle);
    }
    return points;
  }

  /** One stroke through all points of several. */
  private static double[] join(double[]... parts) {
    List<Double> points = new ArrayList<>();
    for (double[] part : parts) {
      for (double coordinate : part) {
        points.add(coordinate);
      }
    }
    return points.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

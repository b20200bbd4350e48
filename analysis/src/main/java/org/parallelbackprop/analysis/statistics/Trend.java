package org.parallelbackprop.analysis.statistics;

import java.util.Arrays;

/**
 * Slope of a series, not led astray by outliers.
 *
 * <p>Source: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal
 * of the American Statistical Association 63, 1968.
 */
public final class Trend {

  private Trend() {}

  /**
   * Median of the slopes between all pairs of points.
   *
   * @param x abscissae, not all equal
   * @param y ordinates
   */
  public static double slope(double[] x, double[] y) {
    double[] slopes = new double[x.length * (x.length - 1) / 2];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = i + 1; j < x.length; j++) {
        if (x[i] != x[j]) {
          slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    return new Sample(Arrays.copyOf(slopes, count)).median();
  }
}

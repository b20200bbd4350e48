package org.parallelbackprop.analysis.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * Marks values that lie far from the others; it is up to the reader what they mean.
 *
 * <p>Source: B. Iglewicz, D. Hoaglin, "How to Detect and Handle Outliers", ASQC Basic References in
 * Quality Control 16, 1993: the modified z-score 0.6745·(x − median)/MAD and its limit of 3.5.
 */
public final class Outliers {

  /** Makes the MAD of a normal distribution estimate its standard deviation: its third quartile. */
  private static final double NORMAL_QUARTILE = 0.6745;

  private static final double LARGEST_SCORE = 3.5;

  private Outliers() {}

  /** Indices of the outliers; none if more than half of the values are equal. */
  public static List<Integer> of(double[] values) {
    List<Integer> indices = new ArrayList<>();
    if (values.length == 0) {
      return indices;
    }
    Sample sample = new Sample(values);
    double median = sample.median();
    double deviation = sample.medianAbsoluteDeviation();
    for (int i = 0; i < values.length; i++) {
      if (deviation > 0
          && NORMAL_QUARTILE * Math.abs(values[i] - median) / deviation > LARGEST_SCORE) {
        indices.add(i);
      }
    }
    return indices;
  }
}

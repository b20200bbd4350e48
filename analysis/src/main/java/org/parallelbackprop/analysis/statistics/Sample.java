package org.parallelbackprop.analysis.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/** Independent measurements of one quantity; at least one. */
public final class Sample {

  /** Confidence of every interval, as far as the number of values allows it. */
  public static final double CONFIDENCE = 0.95;

  /** Below this number of values there is no interval. */
  public static final int FEWEST_FOR_INTERVAL = 3;

  private final double[] sorted;

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if there are none or one is not finite
   */
  public Sample(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a sample needs at least one value");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("values must be finite, but got " + value);
      }
    }
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /**
   * The natural logarithms of the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Sample logarithms() {
    return new Sample(Arrays.stream(sorted).map(Math::log).toArray());
  }

  /** Number of values. */
  public int size() {
    return sorted.length;
  }

  /** Smallest value. */
  public double min() {
    return sorted[0];
  }

  /** Largest value. */
  public double max() {
    return sorted[sorted.length - 1];
  }

  /** Middle value, or the mean of the two middle ones. */
  public double median() {
    return Median.withDefaults().evaluate(sorted);
  }

  /** Arithmetic mean. */
  public double mean() {
    return Arrays.stream(sorted).sum() / sorted.length;
  }

  /** Median of the distances from the median, not scaled. */
  public double medianAbsoluteDeviation() {
    double median = median();
    return Median.withDefaults()
        .evaluate(Arrays.stream(sorted).map(value -> Math.abs(value - median)).toArray());
  }

  /**
   * Interval for the median that assumes no distribution.
   *
   * <p>The interval from the k-th smallest to the k-th largest value covers the median with
   * probability 1 − 2·P(Binomial(n, ½) &lt; k). From six values on, the two neighbours of the
   * wanted confidence are interpolated (T. P. Hettmansperger, S. J. Sheather, "Confidence intervals
   * based on interpolated order statistics", Statistics &amp; Probability Letters 4, 1986). With
   * three to five values not even the whole range reaches it; the range is given with the
   * confidence that it has: 75, 87.5 and 93.75 percent.
   *
   * @return null with fewer than three values
   */
  public @Nullable Interval medianInterval() {
    int n = sorted.length;
    if (n < FEWEST_FOR_INTERVAL) {
      return null;
    }
    if (coverage(1) < CONFIDENCE) {
      return new Interval(min(), max(), coverage(1), Interval.Method.RANGE);
    }
    int k = 1;
    while (coverage(k + 1) >= CONFIDENCE) {
      k++;
    }
    double share = (coverage(k) - CONFIDENCE) / (coverage(k) - coverage(k + 1));
    double weight = (n - k) * share / (k + (n - 2 * k) * share);
    return new Interval(
        (1 - weight) * sorted[k - 1] + weight * sorted[k],
        (1 - weight) * sorted[n - k] + weight * sorted[n - k - 1],
        CONFIDENCE,
        Interval.Method.ORDER_STATISTICS);
  }

  private double coverage(int k) {
    return 1 - 2 * BinomialDistribution.of(sorted.length, 0.5).cumulativeProbability(k - 1);
  }

  /**
   * Student's interval for the mean.
   *
   * @return null with fewer than three values
   */
  public @Nullable Interval meanInterval() {
    int n = sorted.length;
    if (n < FEWEST_FOR_INTERVAL) {
      return null;
    }
    double half =
        TDistribution.of(n - 1.0).inverseSurvivalProbability((1 - CONFIDENCE) / 2)
            * standardDeviation()
            / Math.sqrt(n);
    return new Interval(mean() - half, mean() + half, CONFIDENCE, Interval.Method.STUDENT);
  }

  /** Square root of the unbiased estimate of the variance; NaN for one value. */
  public double standardDeviation() {
    double mean = mean();
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (sorted.length - 1));
  }
}

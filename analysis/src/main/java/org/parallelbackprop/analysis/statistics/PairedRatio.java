package org.parallelbackprop.analysis.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.inference.TTest;
import org.jspecify.annotations.Nullable;

/**
 * How many times as large one quantity is as another that was measured beside it.
 *
 * <p>Pair i holds what was measured in block i, so that whatever slowed down a whole block cancels.
 * The estimate is the geometric mean of the pairs' ratios; interval and test are Student's on their
 * logarithms, for which a ratio and its inverse are equally far from 1.
 *
 * @param pairs number of pairs
 * @param estimate geometric mean of the ratios
 * @param interval its interval; null with fewer than three pairs
 * @param pValue two-sided probability of such a mean if the true ratio were 1; NaN with fewer than
 *     three pairs
 */
public record PairedRatio(int pairs, double estimate, @Nullable Interval interval, double pValue) {

  /** Largest p-value that counts as a difference. */
  public static final double SIGNIFICANCE = 1 - Sample.CONFIDENCE;

  /**
   * Compares pair by pair.
   *
   * @param numerators positive values
   * @param denominators positive values, the i-th belonging to the i-th numerator
   */
  public static PairedRatio of(double[] numerators, double[] denominators) {
    if (numerators.length != denominators.length) {
      throw new IllegalArgumentException(
          "pairs need as many values on both sides, but got "
              + numerators.length
              + " and "
              + denominators.length);
    }
    double[] logarithms = new double[numerators.length];
    Arrays.setAll(logarithms, i -> Math.log(numerators[i] / denominators[i]));
    Sample sample = new Sample(logarithms);
    Interval ofLogarithms = sample.meanInterval();
    if (ofLogarithms == null) {
      return new PairedRatio(sample.size(), Math.exp(sample.mean()), null, Double.NaN);
    }
    return new PairedRatio(
        sample.size(),
        Math.exp(sample.mean()),
        new Interval(
            Math.exp(ofLogarithms.lower()),
            Math.exp(ofLogarithms.upper()),
            ofLogarithms.confidence(),
            Interval.Method.STUDENT_OF_LOGARITHMS),
        pValue(sample, logarithms));
  }

  private static double pValue(Sample sample, double[] logarithms) {
    if (sample.min() == sample.max()) {
      // The statistic is ±∞ or 0/0: all pairs say exactly the same.
      return sample.min() == 0 ? 1 : 0;
    }
    return TTest.withDefaults().test(logarithms).getPValue();
  }

  /**
   * Reads the ratio as that of a reference's time to a candidate's, a speed-up.
   *
   * @param minimumEffect smallest relative change that is worth a word, e.g. 0.05
   */
  public Verdict verdict(double minimumEffect) {
    if (interval == null) {
      return Verdict.NOT_ENOUGH_DATA;
    }
    boolean significant = pValue < SIGNIFICANCE;
    if (significant && estimate >= 1 + minimumEffect) {
      return Verdict.FASTER;
    }
    if (significant && 1 / estimate >= 1 + minimumEffect) {
      return Verdict.SLOWER;
    }
    return Verdict.INDISTINGUISHABLE;
  }
}

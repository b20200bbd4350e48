package org.parallelbackprop.analysis.statistics;

import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How many times as large one quantity is as another that was measured elsewhere or another day.
 *
 * <p>The estimate is the ratio of geometric means; the interval is Welch's on the logarithms (B. L.
 * Welch, "The generalization of 'Student's' problem when several different population variances are
 * involved", Biometrika 34, 1947).
 *
 * @param estimate ratio of the geometric means
 * @param interval its interval; null with fewer than three values on a side
 */
public record UnpairedRatio(double estimate, @Nullable Interval interval) {

  /**
   * Compares.
   *
   * @param numerators positive values
   * @param denominators positive values, of any number
   */
  public static UnpairedRatio of(Sample numerators, Sample denominators) {
    Sample above = numerators.logarithms();
    Sample below = denominators.logarithms();
    double difference = above.mean() - below.mean();
    if (Math.min(above.size(), below.size()) < Sample.FEWEST_FOR_INTERVAL) {
      return new UnpairedRatio(Math.exp(difference), null);
    }
    double own = above.standardDeviation() * above.standardDeviation() / above.size();
    double its = below.standardDeviation() * below.standardDeviation() / below.size();
    if (own + its == 0) {
      return new UnpairedRatio(
          Math.exp(difference), interval(Math.exp(difference), Math.exp(difference)));
    }
    double freedom =
        (own + its)
            * (own + its)
            / (own * own / (above.size() - 1) + its * its / (below.size() - 1));
    double half =
        TDistribution.of(freedom).inverseSurvivalProbability((1 - Sample.CONFIDENCE) / 2)
            * Math.sqrt(own + its);
    return new UnpairedRatio(
        Math.exp(difference), interval(Math.exp(difference - half), Math.exp(difference + half)));
  }

  private static Interval interval(double lower, double upper) {
    return new Interval(lower, upper, Sample.CONFIDENCE, Interval.Method.STUDENT_OF_LOGARITHMS);
  }

  /**
   * Whether it is larger than 1 by more than a share, as far as can be told: with an interval, if
   * all of it lies above 1 and the estimate above the share; without, if the estimate does.
   */
  public boolean exceeds(double share) {
    return estimate > 1 + share && (interval == null || interval.lower() > 1);
  }
}

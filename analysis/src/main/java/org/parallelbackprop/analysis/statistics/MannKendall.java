package org.parallelbackprop.analysis.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Whether a series goes up or down with its index.
 *
 * <p>S counts the pairs that rise less those that fall. Without ties and up to {@value
 * #LARGEST_EXACT} values its distribution over all orders is counted out; beyond, S is taken as
 * normal with the variance (n(n−1)(2n+5) − Σt(t−1)(2t+5))/18 over groups of t equal values and a
 * continuity correction of 1.
 *
 * <p>Source: H. B. Mann, "Nonparametric tests against trend", Econometrica 13, 1945; M. G. Kendall,
 * "Rank Correlation Methods", 4th edition, 1975, for ties and the exact distribution.
 *
 * @param s rising pairs less falling pairs
 * @param pValue two-sided probability of an S at least as far from 0 if every order is as likely
 */
public record MannKendall(int s, double pValue) {

  private static final int LARGEST_EXACT = 50;

  /** Tests a series, in its order; with fewer than two values p is 1. */
  public static MannKendall of(double... values) {
    int n = values.length;
    int s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s += Integer.signum(Double.compare(values[j], values[i]));
      }
    }
    double ties = ties(values);
    return new MannKendall(s, ties == 0 && n <= LARGEST_EXACT ? exact(s, n) : normal(s, n, ties));
  }

  /** Σt(t−1)(2t+5) over the groups of equal values. */
  private static double ties(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int from = 0, to = 0; from < sorted.length; from = to) {
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      double t = (double) to - from;
      sum += t * (t - 1) * (2 * t + 5);
    }
    return sum;
  }

  /** An order with k falling pairs has S = n(n−1)/2 − 2k: the sum runs over the smallest k. */
  private static double exact(int s, int n) {
    double[] probabilities = {1};
    for (int m = 2; m <= n; m++) {
      // The m-th value falls behind 0 … m−1 of those before it, each as likely.
      double[] longer = new double[probabilities.length + m - 1];
      for (int k = 0; k < longer.length; k++) {
        for (int j = Math.max(0, k - probabilities.length + 1); j <= Math.min(k, m - 1); j++) {
          longer[k] += probabilities[k - j] / m;
        }
      }
      probabilities = longer;
    }
    double tail = 0;
    for (int k = 0; 2 * k <= n * (n - 1) / 2 - Math.abs(s) && k < probabilities.length; k++) {
      tail += probabilities[k];
    }
    return Math.min(1, 2 * tail);
  }

  private static double normal(int s, int n, double ties) {
    double variance = ((double) n * (n - 1) * (2.0 * n + 5) - ties) / 18;
    if (variance == 0 || s == 0) {
      return 1;
    }
    double z = (Math.abs(s) - 1) / Math.sqrt(variance);
    return 2 * NormalDistribution.of(0, 1).survivalProbability(z);
  }
}

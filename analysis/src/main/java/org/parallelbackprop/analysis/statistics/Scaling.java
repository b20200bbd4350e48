package org.parallelbackprop.analysis.statistics;

/**
 * What a number of threads buys.
 *
 * @param threads p
 * @param speedUp S, time with one thread over time with p
 */
public record Scaling(int threads, double speedUp) {

  /** S / p. */
  public double efficiency() {
    return speedUp / threads;
  }

  /**
   * Share of the work that behaves as if it were serial, (1/S − 1/p) / (1 − 1/p); NaN for one
   * thread. Growing with p it points to overhead, constant to serial code, negative to more than
   * linear speed-up.
   *
   * <p>Source: A. H. Karp, H. P. Flatt, "Measuring parallel processor performance", Communications
   * of the ACM 33(5), 1990.
   */
  public double serialFraction() {
    double inverse = 1.0 / threads;
    return threads == 1 ? Double.NaN : (1 / speedUp - inverse) / (1 - inverse);
  }
}

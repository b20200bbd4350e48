package org.parallelbackprop.analysis.statistics;

/**
 * An interval estimate that says how sure it is.
 *
 * @param lower lower end
 * @param upper upper end
 * @param confidence probability that such an interval covers the true value
 * @param method how it was made, e.g. {@code order statistics}
 */
public record Interval(double lower, double upper, double confidence, Method method) {

  /** Where an interval comes from. */
  public enum Method {
    /** Smallest and largest value; distribution-free, below the usual confidence for few values. */
    RANGE("smallest and largest value"),
    /** Between two pairs of order statistics; distribution-free but for the interpolation. */
    ORDER_STATISTICS("interpolated order statistics"),
    /** Student's t. */
    STUDENT("Student's t"),
    /** Student's t on logarithms, for ratios. */
    STUDENT_OF_LOGARITHMS("Student's t of logarithms");

    private final String words;

    Method(String words) {
      this.words = words;
    }

    /** The method's name in running text. */
    public String words() {
      return words;
    }
  }
}

package org.parallelbackprop.engine.conformance;

/**
 * How an engine rounds.
 *
 * <p>Source of the formulas: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
 * edition, SIAM 2002, sections 2.2 and 3.1.
 *
 * @param unitRoundOff u: each operation's result is exact times (1 + ε), |ε| ≤ u
 * @param operandRoundOff relative error by which the factors of matrix products are rounded before
 *     they are multiplied; 0 if they are not
 */
public record Arithmetic(double unitRoundOff, double operandRoundOff) {

  /** IEEE 754 binary32, rounded to nearest. */
  public static final Arithmetic FLOAT32 = new Arithmetic(0x1p-24, 0);

  /**
   * Tensor cores in TF32: the factors of matrix products keep 10 bits after the point and may be
   * cut instead of rounded, sums are float32.
   */
  public static final Arithmetic TF32 = new Arithmetic(0x1p-24, 0x1p-10);

  /**
   * γ_n = nu / (1 − nu), the relative error of n operations in a row (Higham, lemma 3.1).
   *
   * @param operations n
   */
  public double gamma(int operations) {
    double nu = operations * unitRoundOff;
    return nu / (1 - nu);
  }

  /**
   * Error of Σ x_i y_i relative to Σ |x_i y_i|, in any order of additions, with or without fused
   * multiply-add, in any number of partial sums (Higham, equation 3.5).
   *
   * @param terms n
   */
  public double sumOfProducts(int terms) {
    double factor = 1 + operandRoundOff;
    return factor * factor * (1 + gamma(terms)) - 1;
  }
}

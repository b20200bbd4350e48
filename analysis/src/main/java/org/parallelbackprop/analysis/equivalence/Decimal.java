package org.parallelbackprop.analysis.equivalence;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in the words of a verdict: two digits. */
final class Decimal {

  private static final MathContext TWO_DIGITS = new MathContext(2);
  private static final double SMALLEST_PLAIN = 1e-3;

  private Decimal() {}

  static String of(double value) {
    if (!Double.isFinite(value)) {
      return "infinitely many";
    }
    BigDecimal rounded = new BigDecimal(value).round(TWO_DIGITS);
    return Math.abs(value) >= SMALLEST_PLAIN || value == 0
        ? rounded.toPlainString()
        : rounded.toString().replace("E", "e");
  }
}

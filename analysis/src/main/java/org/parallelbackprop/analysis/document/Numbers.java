package org.parallelbackprop.analysis.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as people read them: as many digits as mean something, never in a locale's form. */
public final class Numbers {

  private Numbers() {}

  /** With the given number of significant digits, zeros at the end kept, no exponent. */
  public static String significant(double value, int digits) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int decimals = Math.max(0, digits - (rounded.precision() - rounded.scale()));
    return rounded.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** With the given number of decimals. */
  public static String decimals(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** Two significant digits with an exponent, e.g. {@code 3.1e-7}. */
  public static String scientific(double value) {
    if (value == 0) {
      return "0";
    }
    int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
    String mantissa = decimals(value / Math.pow(10, exponent), 1);
    return mantissa.equals("10.0") ? "1.0e" + (exponent + 1) : mantissa + "e" + exponent;
  }

  /** Percent with one decimal. */
  public static String percent(double fraction) {
    return decimals(100 * fraction, 1) + " %";
  }

  /** Percent with one decimal and a sign, the minus as typeset. */
  public static String signedPercent(double fraction) {
    return (fraction < 0 ? "−" : "+") + percent(Math.abs(fraction));
  }

  /** Seconds with four significant digits, below a second with three, without the unit. */
  public static String seconds(double value) {
    return significant(value, value < 1 ? 3 : 4);
  }

  /** A fraction as an accuracy: four decimals. */
  public static String accuracy(double fraction) {
    return decimals(fraction, 4);
  }

  /**
   * A factor with three significant digits, below 1 with two; what rounds to 1.00 is so written.
   */
  public static String factor(double value) {
    return significant(value, value >= 0.995 ? 3 : 2) + "×";
  }

  /** A number as short as it can be written, e.g. {@code 0.1}. */
  public static String shortest(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}

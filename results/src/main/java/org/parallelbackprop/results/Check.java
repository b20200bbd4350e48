package org.parallelbackprop.results;

import java.util.regex.Pattern;

/**
 * Checks of what records hold, so that nobody who reads a file meets a value that makes no sense.
 */
final class Check {

  /** A nanosecond: no clock of ours counts less. */
  private static final double LEAST = 1e-9;

  /** 10²⁴ operations: nobody does more between two lines of a file. */
  private static final double MOST = 1e24;

  private Check() {}

  /**
   * A text of a form.
   *
   * @throws IllegalArgumentException if it has another
   */
  static void form(String name, String text, Pattern form) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          name
              + " cannot be \""
              + VisibleText.of(text.substring(0, Math.min(60, text.length())))
              + "\"");
    }
  }

  /**
   * A whole number of at least so much.
   *
   * @throws IllegalArgumentException if it is less
   */
  static void atLeast(String name, long least, long number) {
    if (number < least) {
      throw new IllegalArgumentException(name + " cannot be " + number);
    }
  }

  /**
   * A number of at least 0, of the order of what machines do.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void amount(String name, double number) {
    if (number != 0) {
      positive(name, number);
    }
  }

  /**
   * A number above 0, of the order of what machines do.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void positive(String name, double number) {
    if (!(number >= LEAST && number <= MOST)) {
      throw new IllegalArgumentException(name + " cannot be " + number);
    }
  }
}

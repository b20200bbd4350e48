package org.parallelbackprop.analysis.document;

/** What stands in a field of a table. */
public sealed interface Value {

  /** As people read it; what is missing reads as its reason. */
  String shown();

  /**
   * Words.
   *
   * @param shown the words
   */
  record Words(String shown) implements Value {}

  /**
   * A number.
   *
   * @param value all of its digits, for CSV
   * @param shown rounded, for people
   */
  record Quantity(double value, String shown) implements Value {}

  /**
   * There is no value.
   *
   * @param shown why
   */
  record Missing(String shown) implements Value {}

  /** Words. */
  static Value of(String words) {
    return new Words(words);
  }

  /** A whole number. */
  static Value of(int number) {
    return new Quantity(number, Integer.toString(number));
  }

  /** Nothing, with the reason. */
  static Value missing(String reason) {
    return new Missing(reason);
  }
}

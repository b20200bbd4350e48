package org.parallelbackprop.runner.spec;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A single value of a file, as it is written.
 *
 * <p>YAML parsers disagree on what {@code 1e-3}, {@code 010}, {@code 1_000} or {@code yes} are, so
 * this reads numbers by a grammar of its own: JSON's, which all of them share with everybody's
 * expectations.
 */
final class Scalar {

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final String written;
  private final boolean plain;

  Scalar(ScalarNode node) {
    this.written = node.getValue();
    this.plain = node.isPlain();
  }

  /** Any text but none. */
  String text() {
    if (written.isEmpty() || (plain && (written.equals("~") || written.equals("null")))) {
      throw new IllegalArgumentException("a value is missing here");
    }
    return written;
  }

  /** A whole number from 1 to 2³¹ − 1. */
  int positiveInteger() {
    return (int) integer(1, Integer.MAX_VALUE);
  }

  /** A whole number within bounds. */
  long integer(long least, long most) {
    String allowed =
        most == Integer.MAX_VALUE || most == Long.MAX_VALUE
            ? "a whole number of at least " + least
            : "a whole number from " + least + " to " + most;
    if (!plain || !INTEGER.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "`"
              + written
              + "` is not "
              + allowed
              + ", written in digits without quotes, separators"
              + " or leading zeros");
    }
    try {
      long value = Long.parseLong(written);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("`" + written + "` is not " + allowed, e);
    }
    throw new IllegalArgumentException("`" + written + "` is not " + allowed);
  }

  /**
   * A finite number.
   *
   * @param allowed what it must be, for the message
   * @return its one written form
   */
  String number(String allowed, DoublePredicate isAllowed) {
    if (!plain || !NUMBER.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "`"
              + written
              + "` is not a number, written like 0.1 or 1e-3 without quotes or"
              + " separators, "
              + allowed);
    }
    double value = Double.parseDouble(written);
    if (Float.isInfinite((float) value) || !isAllowed.test(value)) {
      throw new IllegalArgumentException("`" + written + "` is not a number " + allowed);
    }
    return Double.toString(value);
  }

  /** One of some words. */
  String oneOf(List<String> words) {
    if (!words.contains(written)) {
      throw new IllegalArgumentException(Suggestion.unknown("value", written, words));
    }
    return written;
  }
}

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

  private final String written;
  private final boolean plain;

  Scalar(ScalarNode node) {
    this.written = node.getValue();
    this.plain = node.isPlain();
  }

  /** What stands there, for values that are compared with words or patterns anyway. */
  String written() {
    return written;
  }

  /** Free text: not empty, and nothing that some YAML parser takes for something else. */
  String text() {
    if (written.isEmpty() || (plain && (written.equals("~") || written.equals("null")))) {
      throw new IllegalArgumentException("a value is missing here");
    }
    if (plain && NumberNotation.isNoTextToEverybody(written)) {
      throw new IllegalArgumentException(
          Quotation.of(written) + " is not text to all YAML parsers, write it in quotes");
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
      throw new IllegalArgumentException(refusal(allowed));
    }
    try {
      long value = Long.parseLong(written);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(refusal(allowed), e);
    }
    throw new IllegalArgumentException(refusal(allowed));
  }

  /**
   * A finite number.
   *
   * @param allowed what it must be, for the message
   * @return its one written form
   */
  String number(String allowed, DoublePredicate isAllowed) {
    if (!plain || !NumberNotation.isNumber(written)) {
      throw new IllegalArgumentException(refusal("a number " + allowed));
    }
    double value = Double.parseDouble(written);
    if (Float.isInfinite((float) value) || !isAllowed.test(value)) {
      throw new IllegalArgumentException(refusal("a number " + allowed));
    }
    return Double.toString(value);
  }

  private String refusal(String allowed) {
    return (written.isEmpty() ? "an empty value" : Quotation.of(written))
        + " is not "
        + allowed
        + NumberNotation.whyNot(written, plain).map(why -> "; " + why).orElse("");
  }

  /** One of some words. */
  String oneOf(List<String> words) {
    if (!words.contains(written)) {
      throw new IllegalArgumentException(Suggestion.unknown("value", written, words));
    }
    return written;
  }
}

package org.parallelbackprop.runner.spec;

import org.parallelbackprop.results.VisibleText;

/** Text of somebody else's file, fit to stand in a message: one line, not too long. */
final class Quotation {

  private static final int MAX_LENGTH = 60;

  private Quotation() {}

  /** The text in backquotes, on one line, shortened if it is long. */
  static String of(String text) {
    return "`" + shortened(text, MAX_LENGTH) + "`";
  }

  /** The text on one line, of so many characters at most. */
  static String shortened(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return VisibleText.of(text);
    }
    return VisibleText.of(text.substring(0, text.offsetByCodePoints(0, most))) + "…";
  }
}

package org.parallelbackprop.runner.spec;

/** Text of somebody else's file, fit to stand in a message: one line, not too long. */
final class Quotation {

  private static final int MAX_LENGTH = 60;

  private Quotation() {}

  /** The text in backquotes, control characters replaced, shortened if it is long. */
  static String of(String text) {
    String visible =
        text.codePoints()
            .limit(MAX_LENGTH)
            .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '\uFFFD' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    boolean shortened = text.codePointCount(0, text.length()) > MAX_LENGTH;
    return "`" + visible + (shortened ? "…" : "") + "`";
  }
}

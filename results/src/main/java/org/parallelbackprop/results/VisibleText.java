package org.parallelbackprop.results;

/** Text of somebody else's file, fit to be shown in a line of ours. */
public final class VisibleText {

  private static final int REPLACEMENT = '\uFFFD';

  private VisibleText() {}

  /**
   * The text on one line: line breaks and tabs become spaces; what else would move a terminal's
   * cursor, turn the reading direction, or is no character of Unicode becomes U+FFFD.
   */
  public static String of(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return text;
    }
    return text.codePoints()
        .map(VisibleText::shown)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int shown(int codePoint) {
    return switch (codePoint) {
      case '\n', '\r', '\t' -> ' ';
      default ->
          switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.SURROGATE,
                Character.UNASSIGNED ->
                REPLACEMENT;
            default -> codePoint;
          };
    };
  }
}

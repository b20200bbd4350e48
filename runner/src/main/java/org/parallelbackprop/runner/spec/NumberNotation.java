package org.parallelbackprop.runner.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why something that looks like a number, or that some YAML parser takes for one, is none here, and
 * what to write instead.
 */
final class NumberNotation {

  private static final List<String> TRUTH_WORDS =
      List.of("yes", "no", "on", "off", "true", "false", "y", "n");

  private static final List<String> NOTHING_WORDS = List.of("", "~", "null");

  private static final List<String> NOT_FINITE =
      List.of("nan", ".nan", "inf", "-inf", "+inf", ".inf", "-.inf", "+.inf", "infinity");

  private static final Pattern PLAIN_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private static final Pattern UNDERSCORED = Pattern.compile("[-+]?[0-9][0-9_]*_[0-9_]*");
  private static final Pattern LEADING_ZEROS = Pattern.compile("0+([1-9][0-9]*)");
  private static final Pattern NO_LEADING_DIGIT = Pattern.compile("[.][0-9]+");
  private static final Pattern NO_TRAILING_DIGIT = Pattern.compile("([0-9]+)[.]");
  private static final Pattern SIGNED = Pattern.compile("[+](0|[1-9][0-9.eE+-]*)");
  private static final Pattern OTHER_BASE = Pattern.compile("0[xXoObB][0-9a-fA-F]+");
  private static final Pattern SEXAGESIMAL = Pattern.compile("[0-9]+(:[0-9]+)+");

  private NumberNotation() {}

  /** Whether it is a number here: JSON's notation, which all YAML parsers share. */
  static boolean isNumber(String written) {
    return PLAIN_NUMBER.matcher(written).matches();
  }

  /** Whether some YAML parser takes it, written without quotes, for something else than text. */
  static boolean isNoTextToEverybody(String written) {
    return isNumber(written) || whyNot(written, true).isPresent();
  }

  /**
   * The reason, as a clause; empty if the notation is not what is wrong.
   *
   * @param plain whether it was written without quotes
   */
  static Optional<String> whyNot(String written, boolean plain) {
    if (!plain) {
      return isNumber(written)
          ? Optional.of("in quotes it is text, write " + written)
          : Optional.empty();
    }
    String lower = written.toLowerCase(Locale.ROOT);
    if (NOTHING_WORDS.contains(lower)) {
      return Optional.of("the value is missing");
    }
    if (TRUTH_WORDS.contains(lower)) {
      return Optional.of("YAML parsers disagree on whether it is a word or a truth value");
    }
    if (NOT_FINITE.contains(lower)) {
      return Optional.of("only finite numbers are allowed");
    }
    if (UNDERSCORED.matcher(written).matches()) {
      return disagree(written.replace("_", ""));
    }
    if (LEADING_ZEROS.matcher(written).matches()) {
      return disagree(LEADING_ZEROS.matcher(written).replaceFirst("$1"));
    }
    if (NO_LEADING_DIGIT.matcher(written).matches()) {
      return disagree("0" + written);
    }
    if (NO_TRAILING_DIGIT.matcher(written).matches()) {
      return disagree(NO_TRAILING_DIGIT.matcher(written).replaceFirst("$1"));
    }
    if (SIGNED.matcher(written).matches()) {
      return disagree(written.substring(1));
    }
    return OTHER_BASE.matcher(written).matches() || SEXAGESIMAL.matcher(written).matches()
        ? Optional.of("YAML parsers disagree on what it is, write it in decimal digits")
        : Optional.empty();
  }

  private static Optional<String> disagree(String instead) {
    return Optional.of("YAML parsers disagree on what it is, write " + instead);
  }
}

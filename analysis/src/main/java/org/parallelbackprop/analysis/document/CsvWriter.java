package org.parallelbackprop.analysis.document;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a table as CSV (RFC 4180, lines ending in LF): numbers with all their digits, what is
 * missing as an empty field.
 *
 * <p>Words that a spreadsheet would run as a formula, in some countries also with wide signs, get
 * an apostrophe in front (OWASP, "CSV Injection").
 */
public final class CsvWriter {

  private static final String STARTS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

  private CsvWriter() {}

  /** The content of the file. */
  public static String write(Table table) {
    List<Integer> shown =
        IntStream.range(0, table.columns().size())
            .filter(i -> table.columns().get(i).audience() != Column.Audience.PEOPLE)
            .boxed()
            .toList();
    StringBuilder text = new StringBuilder();
    text.append(
        shown.stream()
            .map(i -> quoted(harmless(table.columns().get(i).csvName())))
            .collect(Collectors.joining(",", "", "\n")));
    for (List<Value> row : table.rows()) {
      text.append(
          shown.stream().map(i -> field(row.get(i))).collect(Collectors.joining(",", "", "\n")));
    }
    return text.toString();
  }

  private static String field(Value value) {
    return switch (value) {
      case Value.Missing missing -> "";
      case Value.Quantity number -> number(number.value());
      case Value.Words words -> quoted(harmless(words.shown()));
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String harmless(String words) {
    return !words.isEmpty() && STARTS_A_FORMULA.indexOf(words.charAt(0)) >= 0 ? "'" + words : words;
  }

  private static String quoted(String text) {
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}

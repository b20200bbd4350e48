package org.parallelbackprop.engine.gpu.check;

import java.io.PrintStream;
import java.util.Locale;

/** A page of Markdown that is shown while it grows. */
final class MarkdownPage {

  private final PrintStream out;

  MarkdownPage(PrintStream out) {
    this.out = out;
  }

  void section(String title) {
    out.printf("%n## %s%n%n", title);
  }

  void item(String text) {
    out.println("- " + text);
  }

  /** Begins a table in a section of its own. */
  void table(String title, String... columns) {
    section(title);
    row(columns);
    out.println("|" + " --- |".repeat(columns.length));
  }

  void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  static String code(String text) {
    return "`" + text + "`";
  }

  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

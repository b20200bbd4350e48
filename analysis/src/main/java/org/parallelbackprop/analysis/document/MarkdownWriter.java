package org.parallelbackprop.analysis.document;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.parallelbackprop.results.VisibleText;

/** Writes a report as GitHub flavoured Markdown. */
public final class MarkdownWriter {

  private static final String SPECIAL = "\\`*_[]|~#$";

  private MarkdownWriter() {}

  /** The content of {@code report.md}; tables link to their CSV files. */
  public static String write(List<Block> blocks) {
    return blocks.stream().map(MarkdownWriter::block).collect(Collectors.joining("\n"));
  }

  /** The same for a text without files beside it: tables have no links. */
  public static String writeTablesInPlace(List<Block> blocks) {
    return blocks.stream()
        .map(block -> block instanceof Block.Grid(Table table) ? rows(table) : block(block))
        .collect(Collectors.joining("\n"));
  }

  private static String block(Block block) {
    return switch (block) {
      case Block.Heading(int level, String text) -> "#".repeat(level) + " " + escape(text) + "\n";
      case Block.Paragraph(String text) -> paragraph(text) + "\n";
      case Block.Bullets(List<String> items) ->
          items.stream().map(item -> "- " + paragraph(item) + "\n").collect(Collectors.joining());
      case Block.Code(String text) -> code(text);
      case Block.Grid(Table table) -> rows(table) + "\n" + link(table);
      case Block.Attachment(Table table) -> link(table);
      case Block.Figure figure ->
          "![%s](%s)\n\n%s\n"
              .formatted(escape(figure.name()), figure.file(), paragraph(figure.caption()));
    };
  }

  /** A fence longer than any run of backticks inside. */
  private static String code(String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    String lines = text.lines().map(VisibleText::of).collect(Collectors.joining("\n"));
    return fence + "\n" + lines + "\n" + fence + "\n";
  }

  private static String rows(Table table) {
    List<Integer> shown =
        IntStream.range(0, table.columns().size())
            .filter(i -> table.columns().get(i).audience() != Column.Audience.PROGRAMS)
            .boxed()
            .toList();
    StringBuilder text = new StringBuilder();
    text.append(row(shown.stream().map(i -> escape(table.columns().get(i).title())).toList()));
    text.append(
        row(shown.stream().map(i -> table.columns().get(i).numeric() ? "---:" : "---").toList()));
    for (List<Value> values : table.rows()) {
      text.append(row(shown.stream().map(i -> field(values.get(i))).toList()));
    }
    return text.toString();
  }

  private static String link(Table table) {
    return "[" + table.file() + "](" + table.file() + ")\n";
  }

  private static String row(List<String> fields) {
    return fields.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String field(Value value) {
    return value instanceof Value.Missing
        ? (value.shown().isEmpty() ? "" : "<sub>" + escape(value.shown()) + "</sub>")
        : escape(value.shown());
  }

  private static String paragraph(String text) {
    String escaped = escape(text);
    // What would make a list, a heading or a quotation at the start of a line.
    return escaped.matches("(?s)([-+=]|\\d+[.)]).*")
        ? escaped.replaceFirst("([-+=.)])", "\\\\$1")
        : escaped;
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    VisibleText.of(text)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            default -> {
              if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(c);
            }
          }
        });
    return escaped.toString();
  }
}

package org.parallelbackprop.analysis.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.parallelbackprop.results.VisibleText;

/**
 * Writes a report as one HTML page that needs nothing else: figures inline, tables that sort, light
 * and dark, nothing from the network.
 */
public final class HtmlWriter {

  /** Fields of words up to this length are not broken over lines. */
  private static final int LONGEST_UNBROKEN = 24;

  /** Names of networks and engines, which read as two where they are broken at a hyphen. */
  private static final Pattern NAME = Pattern.compile("\\w+(-\\w+)+");

  private HtmlWriter() {}

  /** The content of {@code report.html}. */
  public static String write(String title, List<Block> blocks) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    %s
    <script>
    %s</script>
    </body>
    </html>
    """
        .formatted(
            escape(title),
            resource("page.css"),
            blocks.stream().map(HtmlWriter::block).collect(Collectors.joining("\n")),
            resource("page.js"));
  }

  private static String block(Block block) {
    return switch (block) {
      case Block.Heading(int level, String text) ->
          "<h%1$d>%2$s</h%1$d>".formatted(level, escape(text));
      case Block.Paragraph(String text) -> "<p>" + escape(text) + "</p>";
      case Block.Bullets(List<String> items) ->
          items.stream()
              .map(item -> "<li>" + escape(item) + "</li>\n")
              .collect(Collectors.joining("", "<ul>\n", "</ul>"));
      case Block.Code(String text) ->
          text.lines().map(HtmlWriter::escape).collect(Collectors.joining("\n", "<pre>", "</pre>"));
      case Block.Grid(Table table) -> grid(table) + "\n" + link(table);
      case Block.Attachment(Table table) -> link(table);
      case Block.Figure figure ->
          "<figure>\n<div class=\"scroll\">%s</div>\n<figcaption>%s</figcaption>\n</figure>"
              .formatted(figure.svg(), escape(figure.caption()));
    };
  }

  private static String grid(Table table) {
    List<Integer> shown =
        IntStream.range(0, table.columns().size())
            .filter(i -> table.columns().get(i).audience() != Column.Audience.PROGRAMS)
            .boxed()
            .toList();
    StringBuilder text = new StringBuilder("<div class=\"scroll\">\n<table>\n<thead><tr>");
    for (int i : shown) {
      Column column = table.columns().get(i);
      text.append("<th")
          .append(column.numeric() ? " class=\"number\"" : "")
          .append("><button>")
          .append(names(column.title()))
          .append("</button></th>");
    }
    text.append("</tr></thead>\n<tbody>\n");
    for (List<Value> row : table.rows()) {
      text.append("<tr>");
      for (int i : shown) {
        text.append(field(row.get(i), table.columns().get(i).numeric()));
      }
      text.append("</tr>\n");
    }
    return text.append("</tbody>\n</table>\n</div>").toString();
  }

  private static String field(Value value, boolean numeric) {
    boolean unbroken = !numeric && value.shown().length() <= LONGEST_UNBROKEN;
    String start = numeric ? "<td class=\"number\"" : unbroken ? "<td class=\"short\"" : "<td";
    String shown = unbroken ? escape(value.shown()) : names(value.shown());
    return switch (value) {
      case Value.Missing missing -> start + "><span class=\"missing\">" + shown + "</span></td>";
      case Value.Quantity quantity ->
          "%s data-value=\"%s\">%s</td>".formatted(start, quantity.value(), shown);
      case Value.Words words ->
          "%s data-value=\"%s\">%s</td>".formatted(start, escape(words.shown()), shown);
    };
  }

  /** Text whose names stay whole. */
  private static String names(String text) {
    return NAME.matcher(escape(text)).replaceAll("<span class=\"name\">$0</span>");
  }

  private static String link(Table table) {
    return "<p class=\"file\"><a href=\"%1$s\">%1$s</a></p>".formatted(table.file());
  }

  private static String escape(String text) {
    return VisibleText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlWriter.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

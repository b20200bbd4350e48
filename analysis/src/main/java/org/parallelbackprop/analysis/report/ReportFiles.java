package org.parallelbackprop.analysis.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.CsvWriter;
import org.parallelbackprop.analysis.document.HtmlWriter;
import org.parallelbackprop.analysis.document.MarkdownWriter;

/** The files that a report consists of. */
public final class ReportFiles {

  /** The report as Markdown. */
  public static final String MARKDOWN = "report.md";

  /** The report as one page. */
  public static final String HTML = "report.html";

  private ReportFiles() {}

  /** Content by path relative to the results folder. */
  public static Map<String, String> of(Report report) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(MARKDOWN, MarkdownWriter.write(report.blocks()));
    files.put(HTML, HtmlWriter.write(report.title(), report.blocks()));
    for (Block block : report.blocks()) {
      switch (block) {
        case Block.Grid(var table) -> files.put(table.file(), CsvWriter.write(table));
        case Block.Attachment(var table) -> files.put(table.file(), CsvWriter.write(table));
        case Block.Figure figure -> files.put(figure.file(), figure.svg());
        case Block.Heading heading -> {}
        case Block.Paragraph paragraph -> {}
        case Block.Bullets bullets -> {}
        case Block.Code code -> {}
      }
    }
    return files;
  }
}

package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.compare.CellChange;
import org.parallelbackprop.analysis.compare.FolderComparison;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Table;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.statistics.Interval;
import org.parallelbackprop.analysis.statistics.UnpairedRatio;

/** What {@code compare} prints: cells paired, ratios with intervals, what else is different. */
public final class ComparisonReport {

  private ComparisonReport() {}

  /** The blocks of the comparison. */
  public static List<Block> of(FolderComparison comparison) {
    Findings before = comparison.before();
    Layout layout = new Layout(before.experiment().plan());
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Heading(
            1,
            before.experiment().plan().experiment()
                + ": "
                + before.experiment().folder()
                + " against "
                + comparison.after().experiment().folder()));
    blocks.add(
        new Block.Paragraph(
            "Time per epoch in the second folder over that in the first; in brackets Welch's 95 %"
                + " interval on the logarithms, from three runs on each side. The folders were not"
                + " measured side by side: a ratio holds the machines' difference too."));
    blocks.add(new Block.Grid(Field.table("cells", fields(layout), comparison.changes())));
    cells(blocks, "Only in the first", comparison.onlyBefore(), layout);
    cells(
        blocks,
        "Only in the second",
        comparison.onlyAfter(),
        new Layout(comparison.after().experiment().plan()));
    blocks.add(new Block.Heading(2, "Environments"));
    blocks.addAll(environments(before, comparison.after()));
    return blocks;
  }

  private static List<Field<CellChange>> fields(Layout layout) {
    return List.of(
        new Field<>(Column.words("cell", "cell"), change -> Value.of(layout.words(change.cell()))),
        new Field<>(Column.number("time ratio", "time_ratio"), change -> ratio(change.timeRatio())),
        new Field<>(
            Column.forPrograms("time_ratio_lower"),
            change -> Estimates.end(interval(change.timeRatio()), Interval::lower)),
        new Field<>(
            Column.forPrograms("time_ratio_upper"),
            change -> Estimates.end(interval(change.timeRatio()), Interval::upper)),
        new Field<>(
            Column.number("test accuracy, difference", "test_accuracy_difference"),
            change ->
                change.accuracyDifference() == null
                    ? Value.missing("not in both")
                    : Estimates.accuracyDifference(change.accuracyDifference())),
        new Field<>(
            Column.words("parameters", "parameters"),
            change ->
                change.sameBits() == null
                    ? Value.missing("no common seed")
                    : Value.of(change.sameBits() ? "same bits" : "other bits")));
  }

  private static Value ratio(@Nullable UnpairedRatio ratio) {
    return ratio == null ? Value.missing("no times in both") : Estimates.of(ratio);
  }

  private static @Nullable Interval interval(@Nullable UnpairedRatio ratio) {
    return ratio == null ? null : ratio.interval();
  }

  private static void cells(
      List<Block> blocks, String heading, List<CellFinding> cells, Layout layout) {
    if (!cells.isEmpty()) {
      blocks.add(new Block.Heading(2, heading));
      blocks.add(new Block.Bullets(cells.stream().map(cell -> layout.words(cell.cell())).toList()));
    }
  }

  private static List<Block> environments(Findings before, Findings after) {
    List<List<Value>> was = Environment.table(before).rows();
    List<List<Value>> is = Environment.table(after).rows();
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < was.size(); i++) {
      if (!was.get(i).equals(is.get(i))) {
        rows.add(List.of(was.get(i).get(0), was.get(i).get(1), is.get(i).get(1)));
      }
    }
    return rows.isEmpty()
        ? List.of(new Block.Paragraph("The same, as far as the manifests tell."))
        : List.of(
            new Block.Grid(
                new Table(
                    "environments",
                    List.of(
                        Column.words("what", "what"),
                        Column.words("first", "first"),
                        Column.words("second", "second")),
                    rows)));
  }
}

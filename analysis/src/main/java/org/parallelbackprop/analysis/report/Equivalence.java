package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.equivalence.TensorDistance;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.results.Moment;

/** How far the parameters of each cell are from those of its baseline. */
final class Equivalence {

  private record Row(CellFinding cell, Comparison comparison, Moment moment) {

    List<TensorDistance> distances() {
      return comparison.work().distances().stream()
          .filter(distance -> distance.moment() == moment)
          .toList();
    }

    TensorDistance worst() {
      TensorDistance worst = distances().getFirst();
      for (TensorDistance distance : distances()) {
        worst = distance.share() > worst.share() ? distance : worst;
      }
      return worst;
    }
  }

  private record Each(CellFinding cell, Comparison comparison, TensorDistance distance) {}

  private final Findings findings;
  private final Layout layout;

  Equivalence(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
  }

  List<Block> blocks() {
    List<Row> rows = new ArrayList<>();
    List<Each> all = new ArrayList<>();
    for (CellFinding cell : findings.cells()) {
      Comparison comparison = findings.comparisons().get(cell.cell().id());
      if (comparison == null || comparison.work().distances().isEmpty()) {
        continue;
      }
      for (Moment moment : List.of(Moment.ONE_STEP, Moment.ONE_EPOCH, Moment.END)) {
        rows.add(new Row(cell, comparison, moment));
      }
      comparison.work().distances().forEach(d -> all.add(new Each(cell, comparison, d)));
    }
    if (rows.isEmpty()) {
      return List.of(
          new Block.Paragraph(
              "No two runs of a cell and its baseline left parameters to compare."));
    }
    return List.of(
        new Block.Paragraph(
            "Parameters of the runs of the first block against those of the baseline, from the same"
                + " start and the same batches. For each moment the layer is shown that is farthest"
                + " off in units of what rounding in float32 explains; above 1 it does not explain"
                + " the distance. All layers are in the second file."),
        new Block.Grid(Field.table("equivalence", fields(), rows)),
        new Block.Attachment(Field.table("equivalence-of-layers", eachFields(), all)));
  }

  private List<Field<Row>> fields() {
    return List.of(
        new Field<>(Column.words("cell", "cell"), row -> Value.of(layout.words(row.cell().cell()))),
        new Field<>(
            Column.words("against", "baseline"),
            row -> Value.of(layout.series(row.comparison().baseline()))),
        new Field<>(Column.words("after", "moment"), row -> Value.of(words(row.moment()))),
        new Field<>(Column.words("layer", "tensor"), row -> Value.of(row.worst().tensor())),
        new Field<>(
            Column.number("largest difference", "largest_difference"),
            row -> quantity(row.worst().largest())),
        new Field<>(
            Column.number("relative norm", "relative_norm"),
            row -> quantity(row.worst().relativeNorm())),
        new Field<>(
            Column.number("rounding explains", "relative_norm_bound"),
            row -> quantity(row.worst().bound())),
        new Field<>(Column.number("share", "share_of_bound"), row -> share(row.worst().share())));
  }

  private List<Field<Each>> eachFields() {
    return List.of(
        new Field<>(
            Column.words("cell", "cell"), each -> Value.of(layout.words(each.cell().cell()))),
        new Field<>(
            Column.words("against", "baseline"),
            each -> Value.of(layout.words(each.comparison().baseline()))),
        new Field<>(
            Column.words("after", "moment"), each -> Value.of(words(each.distance().moment()))),
        new Field<>(Column.words("layer", "tensor"), each -> Value.of(each.distance().tensor())),
        new Field<>(
            Column.number("largest difference", "largest_difference"),
            each -> quantity(each.distance().largest())),
        new Field<>(
            Column.number("relative norm", "relative_norm"),
            each -> quantity(each.distance().relativeNorm())),
        new Field<>(
            Column.number("rounding explains", "relative_norm_bound"),
            each -> quantity(each.distance().bound())));
  }

  private static String words(Moment moment) {
    return switch (moment) {
      case START -> "the start";
      case ONE_STEP -> "one step";
      case ONE_EPOCH -> "one epoch";
      case END -> "the last epoch";
    };
  }

  private static Value quantity(double value) {
    return Double.isFinite(value)
        ? new Value.Quantity(value, Numbers.scientific(value))
        : Value.missing("not finite");
  }

  private static Value share(double share) {
    return Double.isFinite(share)
        ? new Value.Quantity(share, share == 0 ? "0" : Numbers.significant(share, 2))
        : Value.missing("not finite");
  }
}

package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.equivalence.CurveDistance;
import org.parallelbackprop.analysis.equivalence.TensorDistance;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.results.Moment;

/** How far the parameters of each cell are from those of its baseline. */
final class Equivalence {

  private static final List<Moment> COMPARED =
      List.of(Moment.ONE_STEP, Moment.ONE_EPOCH, Moment.END);

  /** The last of the moments is shown where all are alike. */
  private record Row(CellFinding cell, Comparison comparison, Moment moment, String after) {

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

  private record CurveRow(CellFinding cell, Comparison comparison, CurveDistance curves) {}

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
      rows.addAll(rows(cell, comparison));
      comparison.work().distances().forEach(d -> all.add(new Each(cell, comparison, d)));
    }
    if (rows.isEmpty()) {
      return List.of(
          new Block.Paragraph(
              "No two runs of a cell and its baseline left parameters to compare."));
    }
    List<Block> blocks =
        new ArrayList<>(
            List.of(
                new Block.Paragraph(
                    "Parameters of the runs of the first block against those of the baseline, from"
                        + " the same start and the same batches. For each moment the layer is shown"
                        + " that is farthest off in units of what rounding in float32 explains;"
                        + " above 1 it does not explain the distance. All layers are in the second"
                        + " file."),
                new Block.Grid(Field.table("equivalence", fields(), rows)),
                new Block.Attachment(Field.table("equivalence-of-layers", eachFields(), all))));
    blocks.addAll(learningCurves());
    return blocks;
  }

  /** What decided where rounding has grown beyond its bound after the first epoch. */
  private List<Block> learningCurves() {
    List<CurveRow> rows = new ArrayList<>();
    for (CellFinding cell : findings.cells()) {
      Comparison comparison = findings.comparisons().get(cell.cell().id());
      if (comparison != null && comparison.work().curves() != null) {
        rows.add(new CurveRow(cell, comparison, comparison.work().curves()));
      }
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Block.Paragraph(
                "Where parameters agree after one epoch and rounding has grown beyond its bound by"
                    + " the end, the learning curves decide. Shown is the epoch at which the mean"
                    + " differences of the test accuracies, paired by block and seed, are farthest"
                    + " apart in units of what chance explains: a normal quantile, 5 % shared among"
                    + " the epochs, times the standard error that two networks with the same"
                    + " accuracy and unrelated answers would have."),
            new Block.Grid(Field.table("equivalence-of-curves", curveFields(), rows)));
  }

  private List<Field<CurveRow>> curveFields() {
    return List.of(
        new Field<>(Column.words("cell", "cell"), row -> Value.of(layout.words(row.cell().cell()))),
        new Field<>(
            Column.words("against", "baseline"),
            row -> Value.of(layout.series(row.comparison().baseline()))),
        new Field<>(Column.number("pairs", "pairs"), row -> Value.of(row.curves().pairs())),
        new Field<>(Column.number("epochs", "epochs"), row -> Value.of(row.curves().epochs())),
        new Field<>(
            Column.number("farthest at epoch", "epoch"), row -> Value.of(row.curves().epoch())),
        new Field<>(
            Column.number("mean difference", "test_accuracy_difference_mean"),
            row -> quantity(row.curves().difference())),
        new Field<>(
            Column.number("chance explains", "test_accuracy_difference_bound"),
            row -> quantity(row.curves().allowed())),
        new Field<>(
            Column.words("curves", "curves"),
            row -> Value.of(row.curves().agrees() ? "agree" : "differ")));
  }

  /** A row for each moment, or a single one if all parameters were equal at all of them. */
  private static List<Row> rows(CellFinding cell, Comparison comparison) {
    if (comparison.work().distances().stream().allMatch(d -> d.relativeNorm() == 0)) {
      return List.of(
          new Row(
              cell,
              comparison,
              Moment.END,
              COMPARED.stream().map(Equivalence::words).collect(Collectors.joining(", "))));
    }
    return COMPARED.stream()
        .map(moment -> new Row(cell, comparison, moment, words(moment)))
        .toList();
  }

  private List<Field<Row>> fields() {
    return List.of(
        new Field<>(Column.words("cell", "cell"), row -> Value.of(layout.words(row.cell().cell()))),
        new Field<>(
            Column.words("against", "baseline"),
            row -> Value.of(layout.series(row.comparison().baseline()))),
        new Field<>(Column.words("after", "moment"), row -> Value.of(row.after())),
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

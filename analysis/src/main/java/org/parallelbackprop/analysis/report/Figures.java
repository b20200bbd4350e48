package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.figure.Axis;
import org.parallelbackprop.analysis.figure.HeatMap;
import org.parallelbackprop.analysis.figure.Series;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.findings.RunFinding;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.EpochRow;

/** The figures that a report has whatever the grid, as far as something varies to be drawn. */
final class Figures {

  private final Findings findings;
  private final Layout layout;

  Figures(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.addAll(timeAgainstAccuracy());
    blocks.addAll(timeAgainstBatchSize());
    blocks.addAll(learningCurves());
    if (layout.varying().contains(Settings.THREADS)) {
      blocks.addAll(timeAgainstThreads());
    }
    if (layout.varying().containsAll(List.of(Settings.BATCH_SIZE, Settings.LEARNING_RATE))) {
      blocks.addAll(accuracyMap());
    }
    return blocks;
  }

  /** The figure of the slides of 2016: how much time buys how much accuracy. */
  private List<Block> timeAgainstAccuracy() {
    return Panels.figure(
        "time-against-accuracy",
        "Running time against accuracy: each line is a cell, each point an epoch; training time"
            + " without evaluation, median of the runs that completed, against their mean accuracy"
            + " on the test set.",
        Panels.of(
            findings.cells(),
            layout,
            layout.surroundingsWithout(),
            cell -> accuracies(cell.runs(), true)),
        new Axis("training time [s]", Axis.Scale.LOGARITHMIC),
        new Axis("test accuracy", Axis.Scale.LINEAR));
  }

  private List<Block> learningCurves() {
    return Panels.figure(
        "learning-curves",
        "Learning curves: mean accuracy on the test set after each epoch. Engines that do the same"
            + " work lie on each other.",
        Panels.of(
            findings.cells(),
            layout,
            layout.surroundingsWithout(),
            cell -> accuracies(cell.runs(), false)),
        new Axis("epoch", Axis.Scale.COUNT),
        new Axis("test accuracy", Axis.Scale.LINEAR));
  }

  private static List<Series.Point> accuracies(List<RunFinding> runs, boolean overTime) {
    List<Series.Point> points = new ArrayList<>();
    int epochs = runs.stream().mapToInt(run -> run.run().epochs().size()).min().orElse(0);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int e = epoch;
      List<Double> accuracies =
          runs.stream()
              .map(run -> run.run().epochs().get(e - 1))
              .map(EpochRow::testAccuracy)
              .filter(Objects::nonNull)
              .toList();
      if (!accuracies.isEmpty()) {
        double seconds =
            new Sample(runs.stream().mapToDouble(run -> run.run().trainSecondsUpTo(e)).toArray())
                .median();
        points.add(
            Series.Point.at(
                overTime ? seconds : epoch,
                new Sample(accuracies.stream().mapToDouble(Double::doubleValue).toArray()).mean()));
      }
    }
    return points;
  }

  private List<Block> timeAgainstBatchSize() {
    return Panels.figure(
        "time-against-batch-size",
        "Time per epoch against batch size: median of the runs; the bars are the intervals of the"
            + " main table.",
        Panels.of(
            findings.cells(),
            layout,
            layout.surroundingsWithout(Settings.BATCH_SIZE),
            cell -> Panels.median(cell.cell().settings().batchSize(), cell.epochSeconds())),
        new Axis("batch size [examples]", Axis.Scale.LOGARITHMIC_AT_VALUES),
        new Axis("time per epoch [s]", Axis.Scale.LOGARITHMIC));
  }

  private List<Block> timeAgainstThreads() {
    return Panels.figure(
        "time-against-threads",
        "Time per epoch against the number of threads: median of the runs; the bars are the"
            + " intervals of the main table. A straight line down to the right would be perfect"
            + " scaling.",
        Panels.of(
            findings.cells().stream()
                .filter(cell -> Settings.of(cell.cell()).containsKey(Settings.THREADS))
                .toList(),
            layout.withoutOption(Settings.THREADS),
            layout.surroundingsWithout(),
            cell ->
                Panels.median(
                    Integer.parseInt(Settings.of(cell.cell()).getOrDefault(Settings.THREADS, "1")),
                    cell.epochSeconds())),
        new Axis("threads", Axis.Scale.LOGARITHMIC_AT_VALUES),
        new Axis("time per epoch [s]", Axis.Scale.LOGARITHMIC));
  }

  /** Accuracy hardly depends on the engine: the map shows the one that has most cells. */
  private List<Block> accuracyMap() {
    List<CellFinding> measured =
        findings.cells().stream().filter(cell -> cell.testAccuracy() != null).toList();
    if (measured.isEmpty()) {
      return List.of();
    }
    String series =
        measured.stream()
            .map(cell -> layout.series(cell.cell()))
            .distinct()
            .max(
                Comparator.comparingLong(name ->
                    measured.stream()
                        .filter(cell -> layout.series(cell.cell()).equals(name))
                        .count()))
            .orElseThrow();
    List<HeatMap.Field> fields = new ArrayList<>();
    measured.stream()
        .filter(cell -> layout.series(cell.cell()).equals(series))
        .sorted(
            Comparator.comparingInt((CellFinding cell) -> cell.cell().settings().batchSize())
                .thenComparingDouble(cell -> cell.cell().settings().learningRate()))
        .forEach(cell -> fields.add(field(cell)));
    HeatMap map = new HeatMap("batch size [examples]", "learning rate", "test accuracy", fields);
    return List.of(
        new Block.Figure(
            "accuracy-map",
            "Mean test accuracy after the last epoch over batch size and learning rate (%s)."
                .formatted(series),
            map.svg("accuracy-map")));
  }

  private HeatMap.Field field(CellFinding cell) {
    double accuracy = Objects.requireNonNull(cell.testAccuracy()).mean();
    return new HeatMap.Field(
        layout.words(
            cell.cell(), layout.surroundingsWithout(Settings.BATCH_SIZE, Settings.LEARNING_RATE)),
        Integer.toString(cell.cell().settings().batchSize()),
        Numbers.shortest(cell.cell().settings().learningRate()),
        accuracy,
        Numbers.accuracy(accuracy));
  }
}

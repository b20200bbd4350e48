package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.figure.Axis;
import org.parallelbackprop.analysis.figure.LineChart;
import org.parallelbackprop.analysis.figure.Panel;
import org.parallelbackprop.analysis.figure.Series;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.findings.RunFinding;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.analysis.statistics.Interval;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.EpochRow;

/** The figures that every report has. */
final class Figures {

  /** More panels than this cannot be taken in at a glance. */
  private static final int MOST_PANELS = 9;

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
    return blocks;
  }

  /** The figure of the slides of 2016: how much time buys how much accuracy. */
  private List<Block> timeAgainstAccuracy() {
    List<Panel> panels =
        panels(layout.surroundingsWithout(), cell -> accuracyOverTime(cell.runs()));
    String caption =
        "Running time against accuracy: each line is a cell, each point an epoch; training time"
            + " without evaluation, median of the runs that completed, against their mean accuracy"
            + " on the test set.";
    return figure(
        "time-against-accuracy",
        caption,
        panels,
        new Axis("training time [s]", Axis.Scale.LOGARITHMIC),
        new Axis("test accuracy", Axis.Scale.LINEAR));
  }

  private static List<Series.Point> accuracyOverTime(List<RunFinding> runs) {
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
        points.add(
            Series.Point.at(
                new Sample(
                        runs.stream().mapToDouble(run -> run.run().trainSecondsUpTo(e)).toArray())
                    .median(),
                new Sample(accuracies.stream().mapToDouble(Double::doubleValue).toArray()).mean()));
      }
    }
    return points;
  }

  private List<Block> timeAgainstBatchSize() {
    List<Panel> panels =
        panels(
            layout.surroundingsWithout(Settings.BATCH_SIZE),
            cell -> point(cell.cell().settings().batchSize(), cell.epochSeconds()));
    String caption =
        "Time per epoch against batch size: median of the runs; the bars are the intervals of the"
            + " main table.";
    return figure(
        "time-against-batch-size",
        caption,
        panels,
        new Axis("batch size [examples]", Axis.Scale.LOGARITHMIC_AT_VALUES),
        new Axis("time per epoch [s]", Axis.Scale.LOGARITHMIC));
  }

  private static List<Series.Point> point(double x, @Nullable Sample sample) {
    if (sample == null) {
      return List.of();
    }
    Interval interval = sample.medianInterval();
    double median = sample.median();
    return List.of(
        interval == null
            ? Series.Point.at(x, median)
            : new Series.Point(x, median, interval.lower(), interval.upper()));
  }

  /** One panel for each combination of the given settings, one series for each engine in it. */
  private List<Panel> panels(
      List<String> settings, Function<CellFinding, List<Series.Point>> points) {
    Map<String, Map<String, Series>> panels = new LinkedHashMap<>();
    for (CellFinding cell : findings.cells()) {
      List<Series.Point> own = points.apply(cell);
      if (own.isEmpty()) {
        continue;
      }
      panels
          .computeIfAbsent(layout.words(cell.cell(), settings), key -> new LinkedHashMap<>())
          .merge(
              layout.series(cell.cell()),
              new Series(layout.series(cell.cell()), layout.style(cell.cell()), own),
              (a, b) -> {
                List<Series.Point> all = new ArrayList<>(a.points());
                all.addAll(b.points());
                all.sort((left, right) -> Double.compare(left.x(), right.x()));
                return new Series(a.name(), a.style(), all);
              });
    }
    List<Panel> list = new ArrayList<>();
    panels.forEach((title, series) -> list.add(new Panel(title, List.copyOf(series.values()))));
    return list;
  }

  private static List<Block> figure(
      String name, String caption, List<Panel> panels, Axis x, Axis y) {
    if (panels.isEmpty()) {
      return List.of();
    }
    boolean cut = panels.size() > MOST_PANELS;
    LineChart chart = new LineChart(x, y, cut ? panels.subList(0, MOST_PANELS) : panels, true);
    return List.of(
        new Block.Figure(
            name,
            cut
                ? caption
                    + " The first %d of %d combinations of settings; the table has all."
                        .formatted(MOST_PANELS, panels.size())
                : caption,
            chart.svg(name)));
  }
}

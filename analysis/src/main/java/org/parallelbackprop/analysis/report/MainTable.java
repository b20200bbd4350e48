package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.Baseline;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.runs.Ending;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.analysis.statistics.Interval;
import org.parallelbackprop.analysis.statistics.PairedRatio;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Plan;

/** Accuracy, time per epoch and speed-up of every cell. */
final class MainTable {

  private final Findings findings;
  private final Layout layout;

  MainTable(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
  }

  List<Block> blocks() {
    List<Field<CellFinding>> fields = new ArrayList<>();
    for (String name : layout.varying()) {
      fields.add(setting(name));
    }
    fields.add(new Field<>(Column.number("runs", "runs"), cell -> Value.of(cell.runs().size())));
    accuracy(fields);
    time(fields);
    if (!plan().report().baseline().isEmpty()) {
      speedUp(fields);
    }
    List<CellFinding> tried = findings.cells().stream().filter(CellFinding::isTried).toList();
    List<Block> blocks = new ArrayList<>();
    Builds.of(findings.cells())
        .warning()
        .ifPresent(warning -> {
          blocks.add(new Block.Paragraph(warning));
          fields.add(
              new Field<>(
                  Column.words("build", "build"),
                  cell -> Value.of(Builds.of(List.of(cell)).ids())));
        });
    blocks.add(new Block.Grid(Field.table("cells", fields, tried)));
    if (tried.size() < findings.cells().size()) {
      blocks.add(new Block.Paragraph(notTried()));
    }
    blocks.add(new Block.Paragraph(legend()));
    return blocks;
  }

  /** What was asked for and has no row. */
  private String notTried() {
    Map<Ending, Integer> cells = new EnumMap<>(Ending.class);
    findings.cells().stream()
        .filter(cell -> !cell.isTried())
        .map(cell -> Objects.requireNonNull(cell.ending()))
        .forEach(ending -> cells.merge(ending, 1, Integer::sum));
    return "Of the %d cells that were asked for, %s; they have no row above and stand under “Runs without a result”."
        .formatted(
            findings.cells().size(),
            cells.entrySet().stream()
                .map(entry ->
                    entry.getValue()
                        + (entry.getValue() == 1 ? " was " : " were ")
                        + entry.getKey().words())
                .collect(Collectors.joining(" and ")));
  }

  private Plan plan() {
    return findings.experiment().plan();
  }

  private static Field<CellFinding> setting(String name) {
    return new Field<>(
        Column.words(Settings.words(name), name.replace('-', '_')),
        cell -> Value.of(Settings.of(cell.cell()).getOrDefault(name, "")));
  }

  private static void accuracy(List<Field<CellFinding>> fields) {
    fields.add(
        new Field<>(
            Column.forPeople("test accuracy, mean"),
            cell ->
                cell.runs().isEmpty()
                    ? Value.missing(Objects.requireNonNull(cell.ending()).words())
                    : shown(
                        cell.testAccuracy(),
                        Sample::mean,
                        Sample::meanInterval,
                        Numbers::accuracy)));
    fields.add(
        new Field<>(
            Column.forPrograms("test_accuracy_mean"),
            cell -> value(cell.testAccuracy(), Sample::mean)));
    interval(fields, "test_accuracy", CellFinding::testAccuracy, Sample::meanInterval);
  }

  private void time(List<Field<CellFinding>> fields) {
    fields.add(
        new Field<>(
            Column.forPeople("time per epoch, median [s]"),
            cell ->
                cell.epochSeconds() == null && !cell.runs().isEmpty()
                    ? Value.missing("no epoch from " + plan().report().steadyFromEpoch() + " on")
                    : shown(
                        cell.epochSeconds(),
                        Sample::median,
                        Sample::medianInterval,
                        Numbers::seconds)));
    fields.add(
        new Field<>(
            Column.forPrograms("epoch_seconds_median"),
            cell -> value(cell.epochSeconds(), Sample::median)));
    interval(fields, "epoch_seconds", CellFinding::epochSeconds, Sample::medianInterval);
    fields.add(
        new Field<>(
            Column.number("first epoch, median [s]", "first_epoch_seconds_median"),
            cell ->
                shown(cell.firstEpochSeconds(), Sample::median, sample -> null, Numbers::seconds)));
  }

  private void speedUp(List<Field<CellFinding>> fields) {
    fields.add(
        new Field<>(
            Column.forPeople("speed-up over " + Layout.baseline(plan())),
            cell -> {
              PairedRatio ratio = ratio(cell);
              return ratio == null ? Value.missing(whyNoSpeedUp(cell)) : Estimates.of(ratio);
            }));
    fields.add(
        new Field<>(
            Column.forPrograms("speed_up"),
            cell -> {
              PairedRatio ratio = ratio(cell);
              return ratio == null ? Value.missing("") : Estimates.number(ratio.estimate());
            }));
    fields.add(
        new Field<>(
            Column.forPrograms("speed_up_lower"),
            cell -> Estimates.end(speedUpInterval(cell), Interval::lower)));
    fields.add(
        new Field<>(
            Column.forPrograms("speed_up_upper"),
            cell -> Estimates.end(speedUpInterval(cell), Interval::upper)));
    fields.add(
        new Field<>(
            Column.words("verdict", "verdict"),
            cell -> {
              PairedRatio ratio = ratio(cell);
              return ratio == null
                  ? Value.missing("")
                  : Value.of(ratio.verdict(plan().report().minimumEffect()).words());
            }));
    fields.add(
        new Field<>(
            Column.words("work", "work"),
            cell -> {
              Comparison comparison = comparison(cell);
              return comparison == null || cell.runs().isEmpty()
                  ? Value.missing("")
                  : Value.of(comparison.work().verdict().describe());
            }));
  }

  private String whyNoSpeedUp(CellFinding cell) {
    if (cell.runs().isEmpty()) {
      return "";
    }
    Comparison comparison = comparison(cell);
    if (comparison == null) {
      return switch (Baseline.of(cell.cell(), plan())) {
        case Baseline.Itself itself -> "the baseline";
        case Baseline.None none -> none.reason();
        case Baseline.Other other -> "the baseline has no completed run";
      };
    }
    return comparison.work().verdict().allowsSpeedUp()
        ? "no pair of steady times"
        : comparison.work().verdict().words();
  }

  private String legend() {
    StringBuilder legend = new StringBuilder();
    legend.append(
        "One value of a run is its median over the epochs from epoch %d on; a cell shows the median of its runs. In brackets: "
            .formatted(plan().report().steadyFromEpoch()));
    Map<Integer, Interval> byRuns = new TreeMap<>();
    for (CellFinding cell : findings.cells()) {
      Sample seconds = cell.epochSeconds();
      Interval interval = seconds == null ? null : seconds.medianInterval();
      if (seconds != null && interval != null) {
        byRuns.put(seconds.size(), interval);
      }
    }
    if (byRuns.isEmpty()) {
      legend.append("nothing, because no interval is given for fewer than three runs.");
    } else {
      byRuns.forEach((runs, interval) ->
          legend.append(
              "for the median of %d runs %s, which covers the true median with probability %s; "
                  .formatted(
                      runs, interval.method().words(), Numbers.percent(interval.confidence()))));
      legend.append(
          "for a mean of accuracies and for a speed-up, the geometric mean of the ratios paired by"
              + " block, Student's t with 95 %, of the ratios on their logarithms.");
    }
    return legend.toString();
  }

  private @Nullable Comparison comparison(CellFinding cell) {
    return findings.comparisons().get(cell.cell().id());
  }

  private @Nullable PairedRatio ratio(CellFinding cell) {
    Comparison comparison = comparison(cell);
    return comparison == null ? null : comparison.speedUp();
  }

  private @Nullable Interval speedUpInterval(CellFinding cell) {
    PairedRatio ratio = ratio(cell);
    return ratio == null ? null : ratio.interval();
  }

  private static void interval(
      List<Field<CellFinding>> fields,
      String name,
      Function<CellFinding, @Nullable Sample> sample,
      Function<Sample, @Nullable Interval> interval) {
    end(fields, name + "_lower", sample, interval, Interval::lower);
    end(fields, name + "_upper", sample, interval, Interval::upper);
    end(fields, name + "_confidence", sample, interval, Interval::confidence);
  }

  private static void end(
      List<Field<CellFinding>> fields,
      String name,
      Function<CellFinding, @Nullable Sample> sample,
      Function<Sample, @Nullable Interval> interval,
      ToDoubleFunction<Interval> end) {
    fields.add(
        new Field<>(
            Column.forPrograms(name),
            cell -> {
              Sample of = sample.apply(cell);
              return Estimates.end(of == null ? null : interval.apply(of), end);
            }));
  }

  private static Value value(@Nullable Sample sample, Function<Sample, Double> estimate) {
    return sample == null ? Value.missing("") : Estimates.number(estimate.apply(sample));
  }

  private static Value shown(
      @Nullable Sample sample,
      Function<Sample, Double> estimate,
      Function<Sample, @Nullable Interval> interval,
      DoubleFunction<String> format) {
    return sample == null ? Value.missing("") : Estimates.of(sample, estimate, interval, format);
  }
}

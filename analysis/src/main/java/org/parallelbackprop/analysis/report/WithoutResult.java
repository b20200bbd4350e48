package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Table;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.runs.Ending;
import org.parallelbackprop.analysis.runs.Experiment;
import org.parallelbackprop.analysis.runs.RunResult;

/** Runs that have no result, and why. */
final class WithoutResult {

  private record Group(String series, String reason) {}

  private final Experiment experiment;
  private final Layout layout;
  private final List<RunResult> runs;

  WithoutResult(Experiment experiment, Layout layout) {
    this.experiment = experiment;
    this.layout = layout;
    runs =
        experiment.plan().cells().stream()
            .flatMap(cell -> experiment.runs(cell).stream())
            .filter(run -> !run.isDone())
            .toList();
  }

  List<Block> blocks() {
    if (runs.isEmpty()) {
      return List.of(new Block.Paragraph("Every planned run completed."));
    }
    return List.of(new Block.Grid(grouped()), new Block.Attachment(each()));
  }

  /** What happened for the same reason to the same engine stands in one row. */
  private Table grouped() {
    Map<Group, List<RunResult>> groups = new LinkedHashMap<>();
    for (RunResult run : runs) {
      groups
          .computeIfAbsent(
              new Group(layout.series(run.cell()), reason(run)), key -> new ArrayList<>())
          .add(run);
    }
    List<Field<Map.Entry<Group, List<RunResult>>>> fields =
        List.of(
            new Field<>(
                Column.words("engine", "engine"), group -> Value.of(group.getKey().series())),
            new Field<>(Column.words("why", "why"), group -> Value.of(group.getKey().reason())),
            new Field<>(Column.words("cells", "cells"), group -> Value.of(cells(group.getValue()))),
            new Field<>(Column.number("runs", "runs"), group -> Value.of(group.getValue().size())),
            new Field<>(
                Column.words("log of the first", "first_log"),
                group -> log(group.getValue().getFirst())));
    return Field.table("without-result", fields, List.copyOf(groups.entrySet()));
  }

  private String cells(List<RunResult> group) {
    List<String> cells =
        group.stream()
            .map(run -> layout.words(run.cell(), layout.surroundingsWithout()))
            .distinct()
            .toList();
    return cells.size() > 3
        ? cells.size() + " cells"
        : cells.stream().filter(words -> !words.isEmpty()).collect(Collectors.joining("; "));
  }

  private Table each() {
    List<Field<RunResult>> fields =
        List.of(
            new Field<>(Column.words("run", "run"), run -> Value.of(run.planned().id())),
            new Field<>(Column.words("cell", "cell"), run -> Value.of(layout.words(run.cell()))),
            new Field<>(Column.number("block", "block"), run -> Value.of(run.planned().block())),
            new Field<>(Column.words("why", "why"), run -> Value.of(reason(run))),
            new Field<>(Column.words("log", "log"), this::log));
    return Field.table("runs-without-result", fields, runs);
  }

  /** Where the log of a run is, if it was begun. */
  private Value log(RunResult run) {
    if (notDone(run).ending() == Ending.NOT_RUN) {
      return Value.missing("");
    }
    String file = experiment.folder().relativize(run.folder().log()).toString().replace('\\', '/');
    return Value.of(file);
  }

  private static String reason(RunResult run) {
    return notDone(run).reason();
  }

  private static RunResult.NotDone notDone(RunResult run) {
    return switch (run.state()) {
      case RunResult.NotDone notDone -> notDone;
      case RunResult.Done done -> throw new IllegalArgumentException("the run has a result");
    };
  }
}

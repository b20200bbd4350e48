package org.parallelbackprop.runner.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.runner.spec.Experiment;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.spec.Place;
import org.parallelbackprop.runner.spec.Problems;

/**
 * Expands a grid into cells and orders their runs.
 *
 * <p>The grid is every combination of {@code zip}'s rows and {@code grid}'s values, the last key
 * varying fastest and {@code zip} slowest; minus what {@code exclude} meets; plus {@code include}.
 * Options that a cell's engine does not take are dropped, and cells that are then equal become one.
 *
 * <p>Runs happen in complete blocks, so that slow drift of the machine meets all cells alike:
 * repeat r of every cell comes before repeat r + 1 of any. The order within block r is that of the
 * words of Philox stream 2³³ + r under the first seed.
 */
public final class Planner {

  private static final long FIRST_ORDER_STREAM = 1L << 33;
  private static final int MAX_CELLS = 10_000;

  /** A run takes a second at least; so many take a day. */
  static final int MAX_RUNS = 100_000;

  private final Experiment experiment;
  private final CellBuilder cells;
  private final Problems problems;

  private Planner(
      Experiment experiment, Collection<EngineDescription> engines, String datasetSha256) {
    this.experiment = experiment;
    this.problems = new Problems(experiment.file());
    this.cells = new CellBuilder(experiment, engines, datasetSha256, problems);
  }

  /**
   * The plan of an experiment.
   *
   * @param engines descriptions of all engines
   * @param datasetSha256 what identifies the data set's content
   * @throws ExperimentException if the grid cannot be expanded, with all reasons
   */
  public static Plan plan(
      Experiment experiment, Collection<EngineDescription> engines, String datasetSha256)
      throws ExperimentException {
    return new Planner(experiment, engines, datasetSha256).plan();
  }

  private Plan plan() throws ExperimentException {
    checkSize();
    problems.throwIfAny();
    Set<Cell> chosen = new LinkedHashSet<>();
    boolean[] met = new boolean[experiment.exclude().size()];
    for (Map<String, String> combination : combinations()) {
      Map<String, String> settings =
          cells.complete(combination, Place.START, "`fixed`, `grid` or `zip`");
      if (!excluded(settings, met)) {
        cells.build(settings).ifPresent(chosen::add);
      }
    }
    for (int i = 0; i < met.length; i++) {
      if (!met[i]) {
        problems.add(
            experiment.exclude().get(i).place(),
            "this rule of `exclude` meets no cell of the grid; is a value misspelt?");
      }
    }
    for (Experiment.Combination extra : experiment.include()) {
      cells
          .build(cells.complete(values(extra), extra.place(), "this cell or in `fixed`"))
          .ifPresent(chosen::add);
    }
    cells.refuseUnusedOptions();
    if (chosen.isEmpty()) {
      problems.add(Place.START, "no cell is left: the grid is empty or `exclude` meets all of it");
    }
    checkBaseline(chosen);
    if ((long) chosen.size() * experiment.seeds().size() > MAX_RUNS) {
      problems.add(
          Place.START,
          "%d cells with %d repeats are more than %d runs; split the experiment"
              .formatted(chosen.size(), experiment.seeds().size(), MAX_RUNS));
    }
    problems.throwIfAny();
    return new Plan(
        Plan.SCHEMA,
        experiment.name(),
        experiment.question(),
        experiment.file(),
        experiment.sha256(),
        axes(chosen),
        List.copyOf(chosen),
        runs(List.copyOf(chosen)),
        experiment.execution(),
        experiment.keepParameters(),
        experiment.report());
  }

  private void checkSize() {
    long size = Math.max(1, experiment.zip().size());
    for (List<?> values : experiment.grid().values()) {
      size = Math.min(size * values.size(), Integer.MAX_VALUE);
    }
    if (size > MAX_CELLS) {
      problems.add(
          Place.START,
          "the grid has more than " + MAX_CELLS + " combinations; split the experiment");
    }
  }

  private List<Map<String, String>> combinations() {
    List<Map<String, String>> combinations = new ArrayList<>();
    if (experiment.zip().isEmpty()) {
      combinations.add(Map.of());
    }
    experiment.zip().forEach(row -> combinations.add(values(row)));
    List<Map<String, String>> expanded = combinations;
    for (var axis : experiment.grid().entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : expanded) {
        axis.getValue()
            .forEach(setting -> {
              Map<String, String> next = new LinkedHashMap<>(combination);
              next.put(axis.getKey(), setting.value());
              longer.add(next);
            });
      }
      expanded = longer;
    }
    boolean onlyIncludes = experiment.zip().isEmpty() && experiment.grid().isEmpty();
    return onlyIncludes ? List.of() : expanded;
  }

  private static Map<String, String> values(Experiment.Combination combination) {
    Map<String, String> values = new LinkedHashMap<>();
    combination.settings().forEach((key, setting) -> values.put(key, setting.value()));
    return values;
  }

  private boolean excluded(Map<String, String> settings, boolean[] met) {
    boolean excluded = false;
    for (int i = 0; i < met.length; i++) {
      boolean meets =
          experiment.exclude().get(i).values().entrySet().stream()
              .allMatch(rule ->
                  rule.getValue().stream()
                      .anyMatch(value -> value.value().equals(settings.get(rule.getKey()))));
      met[i] |= meets;
      excluded |= meets;
    }
    return excluded;
  }

  private void checkBaseline(Set<Cell> chosen) {
    Map<String, String> baseline = experiment.report().baseline();
    boolean found =
        chosen.stream()
            .map(cell -> CellSettingsView.of(cell.settings()))
            .anyMatch(settings ->
                baseline.entrySet().stream()
                    .allMatch(wanted -> wanted.getValue().equals(settings.get(wanted.getKey()))));
    if (!found && !chosen.isEmpty()) {
      problems.add(
          experiment.baselinePlace(), "no cell of the grid has the settings of `baseline`");
    }
  }

  /** The settings that differ between cells, those of the grid first, in the order of the file. */
  private List<String> axes(Set<Cell> chosen) {
    Set<String> candidates = new LinkedHashSet<>();
    experiment.zip().stream().limit(1).forEach(row -> candidates.addAll(row.settings().keySet()));
    candidates.addAll(experiment.grid().keySet());
    experiment.include().forEach(extra -> candidates.addAll(extra.settings().keySet()));
    return candidates.stream()
        .filter(key ->
            chosen.stream()
                    .map(cell -> CellSettingsView.of(cell.settings()).get(key))
                    .map(Objects::toString)
                    .distinct()
                    .count()
                > 1)
        .toList();
  }

  private List<PlannedRun> runs(List<Cell> chosen) {
    List<PlannedRun> runs = new ArrayList<>();
    long orderSeed = experiment.seeds().getFirst();
    for (int block = 1; block <= experiment.seeds().size(); block++) {
      long[] words = Philox.words(orderSeed, FIRST_ORDER_STREAM + block, chosen.size());
      long seed = experiment.seeds().get(block - 1);
      int number = block;
      IntStream.range(0, chosen.size())
          .boxed()
          .sorted(Comparator.comparing(i -> words[i], Long::compareUnsigned))
          .map(chosen::get)
          .forEach(
              cell -> runs.add(new PlannedRun(RunName.of(cell, seed), cell.id(), number, seed)));
    }
    return runs;
  }
}

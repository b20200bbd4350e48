package org.parallelbackprop.runner.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;

/**
 * A plan that tries every engine of another plan once: its smallest cell, one epoch, few examples.
 * It says whether they work here, and nothing about their speed.
 */
public final class SmokePlan {

  private static final int EXAMPLES = 512;

  private SmokePlan() {}

  /** The small plan. */
  public static Plan of(Plan plan) {
    Map<String, CellSettings> smallest = new LinkedHashMap<>();
    for (Cell cell : plan.cells()) {
      smallest.merge(
          cell.settings().engine(),
          cell.settings(),
          (one, other) ->
              Comparator.comparingDouble(SmokePlan::size).compare(one, other) <= 0 ? one : other);
    }
    long seed = plan.runs().getFirst().seed();
    List<Cell> cells = smallest.values().stream().map(SmokePlan::shortened).map(Cell::of).toList();
    List<PlannedRun> runs = new ArrayList<>();
    for (Cell cell : cells) {
      runs.add(new PlannedRun(RunName.of(cell, seed), cell.id(), 1, seed));
    }
    return new Plan(
        Plan.SCHEMA,
        plan.experiment() + "-smoke",
        plan.question(),
        plan.source(),
        plan.sourceSha256(),
        List.of("engine"),
        cells,
        runs,
        plan.execution(),
        false,
        plan.report());
  }

  private static double size(CellSettings cell) {
    return OperationCount.epoch(NetworkShape.parse(cell.network()), 1);
  }

  private static CellSettings shortened(CellSettings cell) {
    return new CellSettings(
        cell.dataset(),
        cell.datasetSha256(),
        examples(cell),
        cell.network(),
        cell.activation(),
        cell.loss(),
        cell.batchSize(),
        1,
        cell.learningRate(),
        cell.momentum(),
        cell.l2(),
        cell.engine(),
        cell.engineOptions());
  }

  /** Of a folder of the user's, which may hold fewer, as many as the cell says. */
  private static @Nullable Integer examples(CellSettings cell) {
    Integer examples = cell.trainingExamples();
    if (examples == null) {
      return cell.dataset().startsWith(DatasetName.IDX_PREFIX) ? null : EXAMPLES;
    }
    return Math.min(examples, EXAMPLES);
  }
}

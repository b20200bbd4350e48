package org.parallelbackprop.analysis.runs;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Plan;

/**
 * A results folder as it was found.
 *
 * @param folder where it is
 * @param plan the plan
 * @param calibration the machine's limits; null if they were not measured
 * @param runs every run of the plan, in its order
 */
public record Experiment(
    Path folder, Plan plan, @Nullable Calibration calibration, List<RunResult> runs) {

  public Experiment {
    runs = List.copyOf(runs);
  }

  /** Runs of a cell in the order of their blocks. */
  public List<RunResult> runs(Cell cell) {
    return runs.stream()
        .filter(run -> run.planned().cellId().equals(cell.id()))
        .sorted((a, b) -> Integer.compare(a.planned().block(), b.planned().block()))
        .toList();
  }

  /** Runs of a cell that completed, in the order of their blocks. */
  public List<RunResult> doneRuns(Cell cell) {
    return runs(cell).stream().filter(RunResult::isDone).toList();
  }
}

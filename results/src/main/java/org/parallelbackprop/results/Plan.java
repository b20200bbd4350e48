package org.parallelbackprop.results;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole grid, expanded and frozen before anything runs; {@code plan.json}.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param experiment name of the experiment
 * @param question what the experiment is to answer, in its author's words
 * @param source path of the experiment file as it was given
 * @param sourceSha256 SHA-256 of the experiment file
 * @param axes settings that vary within the grid, in the order of the file
 * @param cells the cells, in the order of the grid
 * @param runs the runs, in the order in which they are to happen
 * @param execution how the processes are run
 * @param keepParameters whether runs keep their trained parameters
 * @param report how the results are to be analysed
 */
public record Plan(
    int schema,
    String experiment,
    @Nullable String question,
    String source,
    String sourceSha256,
    List<String> axes,
    List<Cell> cells,
    List<PlannedRun> runs,
    ExecutionSettings execution,
    boolean keepParameters,
    ReportSettings report) {

  /** Version of the format that this release writes. */
  public static final int SCHEMA = 1;

  public Plan {
    SchemaVersion.require(SCHEMA, schema);
    Check.form("source sha256", sourceSha256, Sha256.FORMAT);
    axes = List.copyOf(axes);
    cells = List.copyOf(cells);
    runs = List.copyOf(runs);
    Set<String> ids = cells.stream().map(Cell::id).collect(Collectors.toSet());
    for (PlannedRun run : runs) {
      if (!ids.contains(run.cellId())) {
        throw new IllegalArgumentException("run " + run.id() + " is of a cell that is not there");
      }
    }
  }

  /**
   * The cell of a run.
   *
   * @throws IllegalArgumentException if it is not in the plan
   */
  public Cell cell(PlannedRun run) {
    return cells.stream()
        .filter(cell -> cell.id().equals(run.cellId()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no cell " + run.cellId() + " in the plan"));
  }
}

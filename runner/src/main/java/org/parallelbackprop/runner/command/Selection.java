package org.parallelbackprop.runner.command;

import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import picocli.CommandLine.Option;

/** The options that pick runs of a plan. */
final class Selection {

  @Option(
      names = "--only",
      paramLabel = "KEY=VALUE[,…]",
      description = "Only these cells, e.g. engine=cpu-vector,threads=1|2. May be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--except",
      paramLabel = "KEY=VALUE[,…]",
      description = "All cells but these. May be repeated.")
  private List<String> except = new ArrayList<>();

  /**
   * The runs that are picked, in the order of the plan.
   *
   * @throws IllegalArgumentException if an option is malformed or picks nothing
   */
  List<PlannedRun> of(Plan plan) {
    List<CellFilter> wanted = filters(only, plan);
    List<CellFilter> unwanted = filters(except, plan);
    List<PlannedRun> runs =
        plan.runs().stream()
            .filter(run -> wanted.isEmpty() || meets(wanted, plan.cell(run)))
            .filter(run -> !meets(unwanted, plan.cell(run)))
            .toList();
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("--only and --except leave no run of the grid");
    }
    return runs;
  }

  /** Whether any of these filters meets a cell. */
  static boolean meets(List<CellFilter> filters, Cell cell) {
    return filters.stream().anyMatch(filter -> filter.meets(cell.settings()));
  }

  /**
   * Reads filters.
   *
   * @throws IllegalArgumentException if one is malformed or meets no cell of the plan
   */
  static List<CellFilter> filters(List<String> texts, Plan plan) {
    List<CellFilter> filters = texts.stream().map(CellFilter::parse).toList();
    for (CellFilter filter : filters) {
      if (plan.cells().stream().noneMatch(cell -> filter.meets(cell.settings()))) {
        throw new IllegalArgumentException("`" + filter + "` meets no cell of the grid");
      }
    }
    return filters;
  }
}

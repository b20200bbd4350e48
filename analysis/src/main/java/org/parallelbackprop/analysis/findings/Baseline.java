package org.parallelbackprop.analysis.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Plan;

/** What a cell is compared with. */
public sealed interface Baseline {

  /**
   * Another cell.
   *
   * @param cell the baseline
   */
  record Other(Cell cell) implements Baseline {}

  /** The cell is a baseline. */
  record Itself() implements Baseline {}

  /**
   * Nothing.
   *
   * @param reason why
   */
  record None(String reason) implements Baseline {}

  /**
   * The cell that has the settings which the plan declares, and for the rest those of the given
   * one. An engine option that only one of the two engines has does not tell them apart.
   */
  static Baseline of(Cell cell, Plan plan) {
    Map<String, String> declared = plan.report().baseline();
    if (declared.isEmpty()) {
      return new None("no baseline declared");
    }
    List<Cell> matches = new ArrayList<>();
    for (Cell candidate : plan.cells()) {
      if (matches(candidate, cell, declared)) {
        matches.add(candidate);
      }
    }
    if (matches.contains(cell)) {
      return new Itself();
    }
    return switch (matches.size()) {
      case 0 -> new None("the grid has no baseline for this cell");
      case 1 -> new Other(matches.getFirst());
      default -> new None("the grid has " + matches.size() + " baselines for this cell");
    };
  }

  private static boolean matches(Cell candidate, Cell cell, Map<String, String> declared) {
    Map<String, String> its = Settings.of(candidate);
    Map<String, String> own = Settings.of(cell);
    if (!its.entrySet().containsAll(declared.entrySet())) {
      return false;
    }
    TreeSet<String> common = new TreeSet<>(its.keySet());
    common.retainAll(own.keySet());
    common.removeAll(declared.keySet());
    return common.stream().allMatch(name -> Objects.equals(its.get(name), own.get(name)));
  }
}

package org.parallelbackprop.runner.plan;

import java.util.stream.Collectors;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;

/**
 * Names of runs, which are those of their folders: readable, safe on every file system, and a
 * function of cell and seed alone, so that a run keeps its name when the grid around it changes.
 */
final class RunName {

  private static final int HASH_DIGITS = 10;
  private static final int MAX_READABLE = 150;

  private RunName() {}

  static String of(Cell cell, long seed) {
    CellSettings settings = cell.settings();
    String options =
        settings.engineOptions().entrySet().stream()
            .map(option -> "-" + option.getKey() + "-" + option.getValue())
            .collect(Collectors.joining());
    String readable =
        settings.engine() + options + "-" + settings.network() + "-batch-" + settings.batchSize();
    String bounded = readable.substring(0, Math.min(readable.length(), MAX_READABLE));
    return bounded + "-seed-" + seed + "-" + cell.id().substring(0, HASH_DIGITS);
  }
}

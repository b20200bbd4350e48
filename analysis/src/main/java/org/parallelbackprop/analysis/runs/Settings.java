package org.parallelbackprop.analysis.runs;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;

/** The settings of cells under the names that experiment files use. */
public final class Settings {

  /** The engine, which tells more about a cell than any other setting. */
  public static final String ENGINE = "engine";

  /** Examples per mini-batch. */
  public static final String BATCH_SIZE = "batch-size";

  /** The step of gradient descent. */
  public static final String LEARNING_RATE = "learning-rate";

  /** How many threads an engine with threads was asked to use. */
  public static final String THREADS = "threads";

  private Settings() {}

  /** All settings of a cell, general ones first, then the engine and its options. */
  public static Map<String, String> of(Cell cell) {
    CellSettings s = cell.settings();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dataset", s.dataset());
    settings.put(
        "training-examples", s.trainingExamples() == null ? "all" : "" + s.trainingExamples());
    settings.put("network", s.network());
    settings.put("activation", s.activation());
    settings.put("loss", s.loss());
    settings.put("epochs", Integer.toString(s.epochs()));
    settings.put(LEARNING_RATE, shortest(s.learningRate()));
    settings.put("momentum", shortest(s.momentum()));
    settings.put("l2", shortest(s.l2()));
    settings.put(BATCH_SIZE, Integer.toString(s.batchSize()));
    settings.put(ENGINE, s.engine());
    settings.putAll(s.engineOptions());
    return settings;
  }

  /** Names of the settings that have several values among these cells. */
  public static List<String> varying(List<Cell> cells) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (Cell cell : cells) {
      of(cell).forEach((k, v) -> values.computeIfAbsent(k, key -> new LinkedHashSet<>()).add(v));
    }
    List<String> varying = new ArrayList<>();
    values.forEach((name, seen) -> {
      if (seen.size() > 1) {
        varying.add(name);
      }
    });
    return varying;
  }

  /** The name as people write it, e.g. {@code batch size}. */
  public static String words(String name) {
    return name.replace('-', ' ');
  }

  private static String shortest(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}

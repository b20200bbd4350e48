package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parallelbackprop.analysis.figure.Style;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Plan;

/**
 * What tells the cells of a plan apart, and how that is written and drawn.
 *
 * <p>An engine with its options is a <em>series</em>, one line of a figure; the other settings that
 * vary are the <em>surroundings</em> in which series are compared.
 */
final class Layout {

  /** Engines that have a counterpart in the study of 2016, in its order. */
  private static final List<String> STUDY_ENGINES =
      List.of("cpu-serial", "cpu-threads", "cpu-vector", "gpu-cuda", "tribuo-tensorflow");

  private final List<String> varying;
  private final List<String> seriesSettings;
  private final List<String> surroundings;
  private final List<String> engines;
  private final List<Cell> cells;
  private final List<List<String>> variants;

  Layout(Plan plan) {
    List<String> found = Settings.varying(plan.cells());
    LinkedHashSet<String> ordered = new LinkedHashSet<>(plan.axes());
    ordered.retainAll(found);
    ordered.addAll(found);
    if (ordered.isEmpty()) {
      ordered.add(Settings.ENGINE);
    }
    varying = List.copyOf(ordered);
    LinkedHashSet<String> options = new LinkedHashSet<>();
    plan.cells().forEach(cell -> options.addAll(cell.settings().engineOptions().keySet()));
    seriesSettings = varying.stream().filter(options::contains).toList();
    surroundings =
        varying.stream()
            .filter(name -> !options.contains(name) && !name.equals(Settings.ENGINE))
            .toList();
    engines = plan.cells().stream().map(cell -> cell.settings().engine()).distinct().toList();
    cells = plan.cells();
    variants = cells.stream().map(this::variant).distinct().toList();
  }

  private Layout(Layout layout, List<String> seriesSettings) {
    this.varying = layout.varying;
    this.seriesSettings = List.copyOf(seriesSettings);
    this.surroundings = layout.surroundings;
    this.engines = layout.engines;
    this.cells = layout.cells;
    this.variants = cells.stream().map(this::variant).distinct().toList();
  }

  /** The same, but that an option of engines does not tell series apart. */
  Layout withoutOption(String name) {
    return new Layout(
        this, seriesSettings.stream().filter(option -> !option.equals(name)).toList());
  }

  /** Settings that vary, in the order of the experiment file. */
  List<String> varying() {
    return varying;
  }

  /** Settings that vary and belong neither to the engine nor to the given names. */
  List<String> surroundingsWithout(String... names) {
    return surroundings.stream().filter(name -> !List.of(names).contains(name)).toList();
  }

  /** The settings that the plan's baseline is declared by, e.g. {@code cpu-threads, 1 thread}. */
  static String baseline(Plan plan) {
    return plan.report().baseline().entrySet().stream()
        .map(setting ->
            setting.getKey().equals(Settings.ENGINE)
                ? setting.getValue()
                : phrase(setting.getKey(), setting.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** The engine and what varies of its options, e.g. {@code cpu-threads, 2 threads}. */
  String series(Cell cell) {
    return Stream.concat(
            Stream.of(cell.settings().engine()),
            seriesSettings.stream()
                .filter(Settings.of(cell)::containsKey)
                .map(name -> phrase(name, cell)))
        .collect(Collectors.joining(", "));
  }

  Style style(Cell cell) {
    List<List<String>> ofEngine =
        variants.stream().filter(v -> v.getFirst().equals(cell.settings().engine())).toList();
    return new Style(engines.indexOf(cell.settings().engine()), ofEngine.indexOf(variant(cell)));
  }

  /** Number of variants of an engine that the plan has. */
  int variants(String engine) {
    return (int) variants.stream().filter(v -> v.getFirst().equals(engine)).count();
  }

  /** The look of an engine that need not be in the plan. */
  Style style(String engine, int variant) {
    int known = engines.indexOf(engine);
    List<String> others = STUDY_ENGINES.stream().filter(other -> !engines.contains(other)).toList();
    int colour = known >= 0 ? known : engines.size() + others.indexOf(engine);
    return new Style(colour, variant);
  }

  /** Settings of a cell in words, e.g. {@code network 784-128-10, batch size 32}. */
  String words(Cell cell, List<String> names) {
    return names.stream()
        .filter(Settings.of(cell)::containsKey)
        .map(name -> phrase(name, cell))
        .collect(Collectors.joining(", "));
  }

  /** All that tells a cell from the others. */
  String words(Cell cell) {
    String rest = words(cell, surroundings);
    return rest.isEmpty() ? series(cell) : series(cell) + ", " + rest;
  }

  private List<String> variant(Cell cell) {
    List<String> values = new ArrayList<>();
    values.add(cell.settings().engine());
    Map<String, String> settings = Settings.of(cell);
    seriesSettings.forEach(name -> values.add(settings.getOrDefault(name, "")));
    return values;
  }

  private static String phrase(String name, Cell cell) {
    return phrase(name, Settings.of(cell).getOrDefault(name, ""));
  }

  private static String phrase(String name, String value) {
    if (name.equals(Settings.THREADS)) {
      return value + (value.equals("1") ? " thread" : " threads");
    }
    return Settings.words(name) + " " + value;
  }
}

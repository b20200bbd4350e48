package org.parallelbackprop.runner.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineDescription.OptionValues;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.runner.spec.CellKeys;
import org.parallelbackprop.runner.spec.Experiment;
import org.parallelbackprop.runner.spec.Place;
import org.parallelbackprop.runner.spec.Problems;
import org.parallelbackprop.runner.spec.Setting;

/**
 * Makes cells of settings: fills in what is fixed and what holds by default, and checks the whole.
 */
final class CellBuilder {

  /** Width of images and number of classes of every data set that has a name. */
  private static final int PIXELS = 784;

  private static final int CLASSES = 10;

  private final Experiment experiment;
  private final Map<String, EngineDescription> engines = new LinkedHashMap<>();
  private final String datasetSha256;
  private final Problems problems;
  private final Set<String> optionsTaken = new LinkedHashSet<>();

  CellBuilder(
      Experiment experiment,
      Collection<EngineDescription> engines,
      String datasetSha256,
      Problems problems) {
    this.experiment = experiment;
    engines.forEach(engine -> this.engines.put(engine.id(), engine));
    this.datasetSha256 = datasetSha256;
    this.problems = problems;
  }

  /**
   * All settings of a cell: the given ones, what is fixed, what holds by default; without options
   * that its engine does not take.
   *
   * @param place where to point if something is missing
   * @param where what is missing can be given
   */
  Map<String, String> complete(Map<String, String> given, Place place, String where) {
    Map<String, String> settings = new LinkedHashMap<>();
    experiment.fixed().forEach((key, setting) -> settings.put(key, setting.value()));
    settings.putAll(given);
    for (String key : CellKeys.required()) {
      if (!settings.containsKey(key)) {
        problems.add(place, "`" + key + "` is missing: give it in " + where);
      }
    }
    CellKeys.defaults().forEach(settings::putIfAbsent);
    EngineDescription engine = engines.get(settings.get(CellKeys.ENGINE));
    if (engine != null) {
      settings
          .keySet()
          .removeIf(key -> CellKeys.isOption(key) && !engine.options().containsKey(key));
      engine
          .options()
          .forEach(
              (option, values) -> settings.putIfAbsent(option, CellKeys.optionDefault(values)));
      optionsTaken.addAll(engine.options().keySet());
    }
    return settings;
  }

  /** The cell of complete settings; empty if something is wrong with them, which is noted. */
  Optional<Cell> build(Map<String, String> settings) {
    EngineDescription engine = engines.get(settings.get(CellKeys.ENGINE));
    if (engine == null || !settings.keySet().containsAll(CellKeys.required())) {
      return Optional.empty();
    }
    checkNetwork(settings);
    SortedMap<String, String> options = new TreeMap<>();
    engine
        .options()
        .forEach((option, values) -> {
          String value = get(settings, option);
          checkOption(engine, option, value, values);
          options.put(option, value);
        });
    return Optional.of(
        Cell.of(
            new CellSettings(
                experiment.dataset(),
                datasetSha256,
                integer(settings.get(CellKeys.TRAINING_EXAMPLES)),
                get(settings, CellKeys.NETWORK),
                get(settings, CellKeys.ACTIVATION),
                get(settings, CellKeys.LOSS),
                Integer.parseInt(get(settings, CellKeys.BATCH_SIZE)),
                Integer.parseInt(get(settings, CellKeys.EPOCHS)),
                Double.parseDouble(get(settings, CellKeys.LEARNING_RATE)),
                Double.parseDouble(get(settings, CellKeys.MOMENTUM)),
                Double.parseDouble(get(settings, CellKeys.L2)),
                engine.id(),
                options)));
  }

  /** Notes options that no engine of the grid takes: they would change nothing. */
  void refuseUnusedOptions() {
    experiment.fixed().forEach(this::refuseUnused);
    experiment
        .grid()
        .forEach(
            (key, values) -> values.stream().limit(1).forEach(each -> refuseUnused(key, each)));
    experiment.zip().stream().limit(1).forEach(row -> row.settings().forEach(this::refuseUnused));
  }

  private void refuseUnused(String key, Setting setting) {
    if (CellKeys.isOption(key) && !optionsTaken.contains(key)) {
      problems.add(setting.place(), "no engine of this grid takes `" + key + "`");
    }
  }

  private void checkNetwork(Map<String, String> settings) {
    NetworkShape network = NetworkShape.parse(get(settings, CellKeys.NETWORK));
    boolean named = !experiment.dataset().startsWith("idx:");
    if (named && (network.inputs() != PIXELS || network.outputs() != CLASSES)) {
      problems.add(
          place(CellKeys.NETWORK, network.toString()),
          "`"
              + network
              + "` does not fit "
              + experiment.dataset()
              + ": its networks begin with "
              + PIXELS
              + " and end with "
              + CLASSES);
    }
  }

  private void checkOption(
      EngineDescription engine, String option, String value, OptionValues values) {
    if (values instanceof OptionValues.Choice(List<String> words) && !words.contains(value)) {
      problems.add(
          place(option, value),
          engine.id()
              + " takes "
              + String.join(", ", words)
              + " for `"
              + option
              + "`, not "
              + value);
    }
  }

  /** Where the file gives a value. */
  private Place place(String key, String value) {
    Setting fixed = experiment.fixed().get(key);
    if (fixed != null) {
      return fixed.place();
    }
    return Stream.concat(
            experiment.grid().getOrDefault(key, List.of()).stream(),
            Stream.concat(experiment.zip().stream(), experiment.include().stream())
                .flatMap(row -> Optional.ofNullable(row.settings().get(key)).stream()))
        .filter(setting -> setting.value().equals(value))
        .map(Setting::place)
        .findFirst()
        .orElse(Place.START);
  }

  private static String get(Map<String, String> settings, String key) {
    String value = settings.get(key);
    if (value == null) {
      throw new IllegalStateException("a complete cell has " + key);
    }
    return value;
  }

  private static @Nullable Integer integer(@Nullable String text) {
    return text == null ? null : Integer.valueOf(text);
  }
}

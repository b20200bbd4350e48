package org.parallelbackprop.runner.spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineDescription.OptionValues;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads the settings of cells: those that all engines know, and the options that engines declare.
 */
final class SettingReader {

  private static final String IDX = "idx";

  private final Collection<EngineDescription> engines;
  private final Problems problems;

  SettingReader(Collection<EngineDescription> engines, Problems problems) {
    this.engines = engines;
    this.problems = problems;
  }

  /** All keys that a cell may have, options of engines last. */
  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>(Key.texts());
    Set<String> options = new TreeSet<>();
    engines.forEach(engine -> options.addAll(engine.options().keySet()));
    keys.addAll(options);
    return keys;
  }

  /** The data set, which is a name or {@code {idx: FOLDER}}. */
  Optional<String> dataset(Optional<Node> node) {
    return node.flatMap(each -> {
      if (each instanceof MappingNode) {
        Entries entries = Entries.read(each, "`dataset`", List.of(IDX), problems);
        return entries
            .require(IDX, "the folder with the four IDX files", problems)
            .flatMap(folder -> read(IDX, folder, scalar -> folder(scalar.text())));
      }
      return read(FileKey.DATASET.text(), each, scalar -> named(scalar.written()));
    });
  }

  /** A mapping of settings. */
  Experiment.Combination combination(Node node, String what) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    Entries entries = Entries.read(node, what, keys(), problems);
    entries
        .values()
        .forEach(
            (key, value) -> setting(key, value).ifPresent(setting -> settings.put(key, setting)));
    return new Experiment.Combination(entries.place(), settings);
  }

  /** The value of a setting; if it is not allowed, that is noted and nothing returned. */
  Optional<Setting> setting(String key, Node node) {
    return read(
            key,
            node,
            scalar -> {
              if (key.equals(Key.ENGINE.text())) {
                return engine(scalar.written());
              }
              Optional<Key> known = Key.of(key);
              return known.isPresent() ? known.get().check(scalar) : option(key, scalar);
            })
        .map(value -> new Setting(value, YamlFile.place(node)));
  }

  /**
   * The single value of a key; if it is none or not allowed, that is noted and nothing returned.
   */
  <T> Optional<T> read(String key, Node node, Function<Scalar, T> check) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(
          YamlFile.place(node), "`" + key + "`: one value is expected, not a list or keys");
      return Optional.empty();
    }
    try {
      return Optional.of(check.apply(new Scalar(scalar)));
    } catch (IllegalArgumentException e) {
      problems.add(YamlFile.place(node), "`" + key + "`: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String folder(String path) {
    if (path.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          Quotation.of(path) + " is no path: it has control characters");
    }
    return DatasetName.parse(DatasetName.IDX_PREFIX + path).toString();
  }

  private static String named(String text) {
    List<String> known =
        DatasetName.known().stream()
            .filter(name -> !name.startsWith(DatasetName.IDX_PREFIX))
            .toList();
    if (!known.contains(text)) {
      throw new IllegalArgumentException(
          Suggestion.unknown("data set", text, known) + " or {idx: FOLDER}");
    }
    return text;
  }

  private String engine(String id) {
    List<String> known = engines.stream().map(EngineDescription::id).sorted().toList();
    if (!known.contains(id)) {
      throw new IllegalArgumentException(Suggestion.unknown("engine", id, known));
    }
    return id;
  }

  private String option(String key, Scalar scalar) {
    Set<String> words = new LinkedHashSet<>();
    boolean counts = false;
    for (EngineDescription engine : engines) {
      OptionValues values = engine.options().get(key);
      if (values != null) {
        switch (values) {
          case OptionValues.PositiveInteger _ -> counts = true;
          case OptionValues.Choice(List<String> choice) -> words.addAll(choice);
        }
      }
    }
    return counts && !words.contains(scalar.written())
        ? Integer.toString(scalar.positiveInteger())
        : scalar.oneOf(List.copyOf(words));
  }
}

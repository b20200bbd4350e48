package org.parallelbackprop.runner.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.ExecutionSettings;
import org.parallelbackprop.results.ReportSettings;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads experiment files, and says all that is wrong with one at once. */
public final class ExperimentReader {

  /** A name is also that of a folder. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private static final Pattern JVM_ARGUMENT =
      Pattern.compile(
          "-X(ms|mx|mn|ss)[1-9][0-9]*[kmgKMG]?|-Xint|-XX:([+-][A-Za-z0-9]+|[A-Za-z0-9]+=[0-9]+[kmgKMG]?)");

  private static final int MAX_NAME = 64;
  private static final int MAX_QUESTION = 500;
  private static final int MAX_REPEATS = 1000;
  private static final String KEEP_PARAMETERS = "parameters";

  private final Problems problems;
  private final SettingReader settings;

  private ExperimentReader(Problems problems, Collection<EngineDescription> engines) {
    this.problems = problems;
    this.settings = new SettingReader(engines, problems);
  }

  /**
   * Reads a file.
   *
   * @param engines what is known of the engines that may be named
   * @throws ExperimentException if anything is wrong with it
   */
  public static Experiment read(Path file, Collection<EngineDescription> engines)
      throws ExperimentException {
    String name = file.toString();
    return read(YamlFile.read(file, name), name, engines);
  }

  /**
   * Reads the content of a file.
   *
   * @param name how messages call it
   * @param engines what is known of the engines that may be named
   * @throws ExperimentException if anything is wrong with it
   */
  public static Experiment parse(byte[] content, String name, Collection<EngineDescription> engines)
      throws ExperimentException {
    return read(YamlFile.parse(content, name), name, engines);
  }

  private static Experiment read(YamlFile yaml, String name, Collection<EngineDescription> engines)
      throws ExperimentException {
    Problems problems = new Problems(name);
    Experiment experiment = new ExperimentReader(problems, engines).read(yaml, name);
    problems.throwIfAny();
    return experiment;
  }

  private Experiment read(YamlFile yaml, String file) {
    Entries top =
        Entries.read(yaml.root(), "an experiment", FileKey.texts(FileKey.Section.TOP), problems);
    Map<String, Setting> fixed = new LinkedHashMap<>();
    top.get(FileKey.FIXED.text())
        .ifPresent(node -> fixed.putAll(settings.combination(node, "`fixed`").settings()));
    Map<String, List<Setting>> grid =
        top.get(FileKey.GRID.text()).map(this::grid).orElseGet(LinkedHashMap::new);
    List<Experiment.Combination> zip = top.get(FileKey.ZIP.text()).map(this::zip).orElse(List.of());
    List<Experiment.Combination> include =
        combinations(top, FileKey.INCLUDE, "a cell of `include`");
    boolean nothing = grid.isEmpty() && zip.isEmpty() && include.isEmpty();
    boolean emptyGrid = grid.isEmpty() && top.get(FileKey.GRID.text()).isPresent();
    if (problems.isEmpty() && (emptyGrid || nothing)) {
      problems.add(
          top.get(FileKey.GRID.text()).map(YamlFile::place).orElse(top.place()),
          "the grid is empty: list at least one setting and its values, e.g. `engine: [cpu-serial,"
              + " cpu-threads]`");
    }
    refuseTwice(fixed, grid, zip);
    return new Experiment(
        file,
        yaml.sha256(),
        name(top),
        top.get(FileKey.QUESTION.text()).map(this::question).orElse(null),
        settings
            .dataset(top.require(FileKey.DATASET.text(), "which examples to train on", problems))
            .orElse(""),
        fixed,
        grid,
        zip,
        top.get(FileKey.EXCLUDE.text()).map(this::exclusions).orElse(List.of()),
        include,
        seeds(top),
        keepsParameters(top),
        execution(top),
        report(top),
        baselinePlace(top));
  }

  private String name(Entries top) {
    return top.require(FileKey.EXPERIMENT.text(), "its name, e.g. `batch-sweep`", problems)
        .flatMap(node ->
            read(
                FileKey.EXPERIMENT.text(),
                node,
                scalar -> {
                  String text = scalar.text();
                  if (text.length() > MAX_NAME || !NAME.matcher(text).matches()) {
                    throw new IllegalArgumentException(
                        Quotation.of(text)
                            + " is no name: lower-case words and numbers joined by single hyphens,"
                            + " at most "
                            + MAX_NAME
                            + " characters");
                  }
                  return text;
                }))
        .orElse("");
  }

  private Map<String, List<Setting>> grid(Node grid) {
    Map<String, List<Setting>> axes = new LinkedHashMap<>();
    Entries entries = Entries.read(grid, "`grid`", settings.keys(), problems);
    entries
        .values()
        .forEach((key, node) -> axes.put(key, distinct(key, sequence(node, "`" + key + "`"))));
    return axes;
  }

  private List<Setting> distinct(String key, List<Node> nodes) {
    List<Setting> values = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node node : nodes) {
      settings
          .setting(key, node)
          .ifPresent(setting -> {
            if (!seen.add(setting.value())) {
              problems.add(
                  setting.place(), "`" + setting.value() + "` is listed twice for `" + key + "`");
            }
            values.add(setting);
          });
    }
    return values;
  }

  private List<Experiment.Combination> zip(Node node) {
    List<Experiment.Combination> rows = new ArrayList<>();
    for (Node element : sequenceOrEmpty(node, "`zip`")) {
      Experiment.Combination row = settings.combination(element, "an element of `zip`");
      if (!rows.isEmpty() && !row.settings().keySet().equals(rows.getFirst().settings().keySet())) {
        problems.add(
            row.place(),
            "every element of `zip` has the same keys, here "
                + String.join(", ", rows.getFirst().settings().keySet()));
      }
      rows.add(row);
    }
    return rows;
  }

  private List<Experiment.Combination> combinations(Entries top, FileKey key, String what) {
    return top.get(key.text())
        .map(node ->
            sequenceOrEmpty(node, "`" + key.text() + "`").stream()
                .map(element -> settings.combination(element, what))
                .toList())
        .orElse(List.of());
  }

  private List<Experiment.Exclusion> exclusions(Node node) {
    List<Experiment.Exclusion> rules = new ArrayList<>();
    for (Node element : sequenceOrEmpty(node, "`exclude`")) {
      Map<String, List<Setting>> values = new LinkedHashMap<>();
      Entries entries = Entries.read(element, "a rule of `exclude`", settings.keys(), problems);
      entries
          .values()
          .forEach((key, value) -> {
            List<Node> alternatives =
                value instanceof SequenceNode ? sequence(value, "`" + key + "`") : List.of(value);
            values.put(key, distinct(key, alternatives));
          });
      if (entries.values().isEmpty()) {
        problems.add(entries.place(), "a rule of `exclude` without keys would leave no cell");
      }
      rules.add(new Experiment.Exclusion(entries.place(), values));
    }
    return rules;
  }

  private void refuseTwice(
      Map<String, Setting> fixed,
      Map<String, List<Setting>> grid,
      List<Experiment.Combination> zip) {
    Map<String, Setting> zipped = zip.isEmpty() ? Map.of() : zip.getFirst().settings();
    grid.forEach((key, values) -> {
      if (!values.isEmpty() && (fixed.containsKey(key) || zipped.containsKey(key))) {
        problems.add(
            values.getFirst().place(),
            "`"
                + key
                + "` is given in `grid` and in "
                + (fixed.containsKey(key) ? "`fixed`" : "`zip`"));
      }
    });
    zipped.forEach((key, value) -> {
      if (fixed.containsKey(key)) {
        problems.add(value.place(), "`" + key + "` is given in `zip` and in `fixed`");
      }
    });
  }

  private List<Long> seeds(Entries top) {
    Optional<Node> list = top.get(FileKey.SEEDS.text());
    Optional<Node> repeats = top.get(FileKey.REPEATS.text());
    Optional<Node> seed = top.get(FileKey.SEED.text());
    if (list.isPresent()) {
      for (Optional<Node> other : List.of(repeats, seed)) {
        other.ifPresent(node ->
            problems.add(
                YamlFile.place(node),
                "`seeds` lists the seed of every repeat; leave `repeats` and `seed` out"));
      }
      return seedList(list.get());
    }
    int count =
        repeats
            .flatMap(node ->
                read(FileKey.REPEATS.text(), node, scalar -> (int) scalar.integer(1, MAX_REPEATS)))
            .orElse(Defaults.REPEATS);
    long first =
        seed.flatMap(node ->
                read(
                    FileKey.SEED.text(),
                    node,
                    scalar -> scalar.integer(0, Long.MAX_VALUE - MAX_REPEATS)))
            .orElse(Defaults.SEED);
    return LongStream.range(first, first + count).boxed().toList();
  }

  private List<Long> seedList(Node node) {
    List<Node> elements = sequence(node, "`seeds`");
    if (elements.size() > MAX_REPEATS) {
      problems.add(
          YamlFile.place(node),
          "`seeds` lists %d, at most %d are allowed".formatted(elements.size(), MAX_REPEATS));
      return List.of();
    }
    List<Long> seeds = new ArrayList<>();
    for (Node element : elements) {
      read(FileKey.SEEDS.text(), element, scalar -> scalar.integer(0, Long.MAX_VALUE))
          .ifPresent(seed -> {
            if (seeds.contains(seed)) {
              problems.add(
                  YamlFile.place(element),
                  "seed " + seed + " is listed twice; two repeats with one seed are one");
            }
            seeds.add(seed);
          });
    }
    return seeds;
  }

  private boolean keepsParameters(Entries top) {
    return top.get(FileKey.KEEP.text())
        .flatMap(node ->
            read(FileKey.KEEP.text(), node, scalar -> scalar.oneOf(List.of(KEEP_PARAMETERS))))
        .isPresent();
  }

  private ExecutionSettings execution(Entries top) {
    Entries entries = section(top, FileKey.EXECUTION, FileKey.texts(FileKey.Section.EXECUTION));
    List<String> arguments = new ArrayList<>();
    entries
        .get(FileKey.JVM_ARGUMENTS.text())
        .ifPresent(node -> {
          for (Node element : sequence(node, "`jvm-arguments`")) {
            read(FileKey.JVM_ARGUMENTS.text(), element, ExperimentReader::jvmArgument)
                .ifPresent(arguments::add);
          }
        });
    return new ExecutionSettings(
        arguments,
        entries
            .get(FileKey.TIME_LIMIT_SECONDS.text())
            .flatMap(node ->
                decimal(FileKey.TIME_LIMIT_SECONDS, node, "greater than 0", value -> value > 0))
            .orElse(null));
  }

  private ReportSettings report(Entries top) {
    Entries entries = section(top, FileKey.REPORT, FileKey.texts(FileKey.Section.REPORT));
    SortedMap<String, String> baseline = new TreeMap<>();
    entries
        .get(FileKey.BASELINE.text())
        .ifPresent(node ->
            settings
                .combination(node, "`baseline`")
                .settings()
                .forEach((key, setting) -> baseline.put(key, setting.value())));
    @Nullable Double target =
        entries
            .get(FileKey.TARGET_ACCURACY.text())
            .flatMap(node ->
                decimal(
                    FileKey.TARGET_ACCURACY,
                    node,
                    "greater than 0 and at most 1",
                    value -> value > 0 && value <= 1))
            .orElse(null);
    int steadyFrom =
        entries
            .get(FileKey.STEADY_FROM_EPOCH.text())
            .flatMap(node -> read(FileKey.STEADY_FROM_EPOCH.text(), node, Scalar::positiveInteger))
            .orElse(Defaults.STEADY_FROM_EPOCH);
    double minimumEffect =
        entries
            .get(FileKey.MINIMUM_EFFECT.text())
            .flatMap(node ->
                decimal(
                    FileKey.MINIMUM_EFFECT,
                    node,
                    "of at least 0 and less than 1",
                    value -> value >= 0 && value < 1))
            .orElse(Defaults.MINIMUM_EFFECT);
    return new ReportSettings(baseline, target, steadyFrom, minimumEffect);
  }

  private static Place baselinePlace(Entries top) {
    return top.get(FileKey.REPORT.text()).map(YamlFile::place).orElse(Place.START);
  }

  private Entries section(Entries top, FileKey key, List<String> known) {
    return top.get(key.text())
        .map(node -> Entries.read(node, "`" + key.text() + "`", known, problems))
        .orElseGet(() -> new Entries(top.place(), Map.of()));
  }

  private Optional<Double> decimal(
      FileKey key, Node node, String allowed, DoublePredicate isAllowed) {
    return read(key.text(), node, scalar -> Double.valueOf(scalar.number(allowed, isAllowed)));
  }

  private @Nullable String question(Node node) {
    return read(
            FileKey.QUESTION.text(),
            node,
            scalar -> {
              String text = scalar.text();
              if (text.length() > MAX_QUESTION
                  || text.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                    "must be one line of at most " + MAX_QUESTION + " characters");
              }
              return text;
            })
        .orElse(null);
  }

  /**
   * Experiment files come from strangers: no flag in them may start a program, load code or name a
   * file.
   */
  private static String jvmArgument(Scalar scalar) {
    String text = scalar.text();
    if (!JVM_ARGUMENT.matcher(text).matches()
        || text.contains("OnError")
        || text.contains("OnOutOf")) {
      throw new IllegalArgumentException(
          Quotation.of(text)
              + " is not one of -Xms, -Xmx, -Xmn, -Xss with a size, -Xint, -XX:+Flag, -XX:-Flag,"
              + " -XX:Flag=number");
    }
    return text;
  }

  private <T> Optional<T> read(String key, Node node, Function<Scalar, T> reading) {
    return settings.read(key, node, reading);
  }

  private List<Node> sequence(Node node, String what) {
    List<Node> elements = sequenceOrEmpty(node, what);
    if (node instanceof SequenceNode && elements.isEmpty()) {
      problems.add(YamlFile.place(node), what + " is an empty list; give it at least one value");
    }
    return elements;
  }

  private List<Node> sequenceOrEmpty(Node node, String what) {
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    String hint =
        node instanceof ScalarNode && settings.keys().contains(what.replace("`", ""))
            ? "; one value for all cells belongs to `fixed`"
            : "";
    problems.add(YamlFile.place(node), what + " must be a list, e.g. [a, b]" + hint);
    return List.of();
  }
}

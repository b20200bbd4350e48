package org.parallelbackprop.analysis.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.results.Manifest;

/**
 * Which builds of the toolkit did the runs, and whether a table mixes them.
 *
 * <p>A build id is a hash over the jars of a run's class path, and engines have class paths of
 * their own: ids of two engines differ without meaning anything, unless both have the same jars.
 * Two ids of one engine, or of engines with jars of the same names, are two builds. So are engines
 * that no common state of the sources was built from.
 */
final class Builds {

  private static final int SHOWN_DIGITS = 12;

  private final List<Manifest> manifests;

  private Builds(List<Manifest> manifests) {
    this.manifests = manifests;
  }

  /** The builds that did the completed runs of these cells. */
  static Builds of(List<CellFinding> cells) {
    return new Builds(
        cells.stream()
            .flatMap(cell -> cell.runs().stream())
            .map(run -> Objects.requireNonNull(run.run().manifest()))
            .toList());
  }

  /** Whether runs of more than one build stand beside each other. */
  boolean areMixed() {
    return mixes(manifest -> manifest.engine().id())
        || mixes(Builds::jars)
        || haveNoCommonSources();
  }

  private boolean mixes(Function<Manifest, String> group) {
    return manifests.stream()
        .filter(manifest -> !group.apply(manifest).isEmpty())
        .collect(
            Collectors.groupingBy(
                group, Collectors.mapping(manifest -> manifest.build().id(), Collectors.toSet())))
        .values()
        .stream()
        .anyMatch(ids -> ids.size() > 1);
  }

  /** Names of the jars of the class path; empty if the command line does not tell. */
  private static String jars(Manifest manifest) {
    List<String> command = manifest.java().command();
    int classPath = command.indexOf("-cp") + 1;
    if (classPath == 0 || classPath == command.size()) {
      return "";
    }
    String separator = command.get(classPath).contains(";") ? ";" : ":";
    return Arrays.stream(command.get(classPath).split(Pattern.quote(separator), -1))
        .map(jar -> String.valueOf(Path.of(jar).getFileName()))
        .collect(Collectors.joining(" "));
  }

  private boolean haveNoCommonSources() {
    Map<String, Set<String>> byEngine = new TreeMap<>();
    for (Manifest manifest : manifests) {
      Environment.sources(manifest)
          .ifPresent(sources ->
              byEngine
                  .computeIfAbsent(manifest.engine().id(), key -> new TreeSet<>())
                  .add(sources));
    }
    if (byEngine.isEmpty()) {
      return false;
    }
    Set<String> common = new HashSet<>(byEngine.values().iterator().next());
    byEngine.values().forEach(common::retainAll);
    return common.isEmpty();
  }

  /**
   * What a reader must know before comparing numbers of these runs; empty if they are not mixed.
   */
  Optional<String> warning() {
    return areMixed()
        ? Optional.of(
            "The runs of this report were not all done by the same build of the toolkit (column"
                + " build): a ratio of times across builds compares the builds too. "
                + "--stale rerun does runs of other builds again.")
        : Optional.empty();
  }

  /** Short ids of the builds in running text. */
  String ids() {
    return manifests.stream()
        .map(Builds::shortId)
        .distinct()
        .sorted()
        .collect(Collectors.joining("; "));
  }

  /** Every build with the engines whose runs it did. */
  String idsWithEngines() {
    Map<String, Set<String>> engines = new LinkedHashMap<>();
    for (Manifest manifest : manifests) {
      engines
          .computeIfAbsent(shortId(manifest), key -> new TreeSet<>())
          .add(manifest.engine().id());
    }
    Stream<String> builds =
        engines.entrySet().stream()
            .map(build -> build.getKey() + " (" + String.join(", ", build.getValue()) + ")");
    return builds.sorted().collect(Collectors.joining("; "));
  }

  /** Digits enough to tell builds apart. */
  static String shortId(Manifest manifest) {
    return manifest.build().id().substring(0, SHOWN_DIGITS);
  }
}

package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Table;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.findings.Roof;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Manifest;

/** Where and with what the runs were done, as far as they agree; all values where they do not. */
final class Environment {

  private static final double BYTES_PER_GIB = 1 << 30;

  private record Fact(String name, String value) {}

  private record Measured(String name, @Nullable Double gigaflops, @Nullable Double gigabytes) {}

  private Environment() {}

  static Table table(Findings findings) {
    List<Manifest> manifests =
        findings.experiment().runs().stream()
            .filter(RunResult::isDone)
            .map(run -> Objects.requireNonNull(run.manifest()))
            .toList();
    Map<String, Function<Manifest, @Nullable String>> questions = new LinkedHashMap<>();
    questions.put("processor", m -> m.machine().cpu());
    questions.put("physical cores", m -> text(m.machine().physicalCores()));
    questions.put("hardware threads", m -> text(m.machine().logicalProcessors()));
    questions.put("processors available", m -> text(m.machine().availableProcessors()));
    questions.put("memory", m -> memory(m.machine().memoryBytes()));
    questions.put("operating system", m -> m.machine().os());
    questions.put("architecture", m -> m.machine().architecture());
    questions.put("Java", m -> m.java().vm() + " " + m.java().version() + ", " + m.java().vendor());
    questions.put("toolkit", m -> m.build().version());
    questions.put("sources", m -> sources(m).orElse(null));
    List<Fact> facts = new ArrayList<>();
    questions.forEach((name, question) -> {
      TreeSet<String> values = new TreeSet<>();
      manifests.forEach(m -> values.add(Objects.requireNonNullElse(question.apply(m), "")));
      facts.add(new Fact(name, String.join("; ", values)));
    });
    facts.add(new Fact("builds", Builds.of(findings.cells()).idsWithEngines()));
    facts.add(new Fact("load average before the runs", load(manifests)));
    return Field.table(
        "environment",
        List.of(
            new Field<>(Column.words("what", "what"), fact -> Value.of(fact.name())),
            new Field<Fact>(
                Column.words("value", "value"),
                fact ->
                    fact.value().isEmpty() ? Value.missing("unknown") : Value.of(fact.value()))),
        facts);
  }

  /** What the runs are held against, and the devices that they used and nobody measured. */
  static Table roofs(Findings findings) {
    List<Roof> roofs = new ArrayList<>();
    Calibration calibration = findings.experiment().calibration();
    if (calibration != null) {
      roofs.addAll(Roof.all(calibration));
    }
    TreeSet<String> devices = new TreeSet<>();
    findings.experiment().runs().stream()
        .filter(RunResult::isDone)
        .map(run -> Objects.requireNonNull(run.manifest()))
        .forEach(manifest -> Roof.device(manifest).ifPresent(devices::add));
    devices.removeIf(name -> roofs.stream().anyMatch(roof -> roof.name().startsWith(name + ",")));
    List<Measured> rows = new ArrayList<>();
    roofs.forEach(roof ->
        rows.add(new Measured(roof.name(), roof.gigaflopsPerSecond(), roof.gigabytesPerSecond())));
    devices.forEach(name -> rows.add(new Measured(name, null, null)));
    if (calibration == null) {
      rows.addFirst(new Measured("processor", null, null));
    }
    return Field.table(
        "roofs",
        List.of(
            new Field<>(Column.words("roof", "roof"), row -> Value.of(row.name())),
            new Field<>(
                Column.number("arithmetic [GFLOP/s]", "gigaflops_per_second"),
                row -> measured(row.gigaflops())),
            new Field<>(
                Column.number("memory [GB/s]", "gigabytes_per_second"),
                row -> measured(row.gigabytes()))),
        rows);
  }

  private static Value measured(@Nullable Double value) {
    return value == null
        ? Value.missing("not measured")
        : new Value.Quantity(value, Numbers.significant(value, 3));
  }

  private static @Nullable String text(@Nullable Integer number) {
    return number == null ? null : number.toString();
  }

  private static @Nullable String memory(@Nullable Long bytes) {
    return bytes == null ? null : Numbers.significant(bytes / BYTES_PER_GIB, 3) + " GiB";
  }

  /** Commit and state of the sources that a run was built from, as far as they are known. */
  static Optional<String> sources(Manifest manifest) {
    String state = manifest.build().treeState();
    return Optional.ofNullable(manifest.build().commit())
        .map(commit -> commit + (state == null ? "" : ", " + state));
  }

  private static String load(List<Manifest> manifests) {
    double[] loads =
        manifests.stream()
            .map(m -> m.before().loadAverage1Min())
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return loads.length == 0
        ? ""
        : Numbers.decimals(loads[0], 2) + " to " + Numbers.decimals(loads[loads.length - 1], 2);
  }
}

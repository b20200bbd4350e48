package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.findings.Roofline;
import org.parallelbackprop.analysis.findings.RunFinding;
import org.parallelbackprop.results.Manifest;

/** What each engine really used, by its own account, and whether it did the baseline's work. */
final class FairnessSheet {

  private record Fact(String series, String name, String value) {}

  private final Findings findings;
  private final Layout layout;

  FairnessSheet(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
  }

  List<Block> blocks() {
    Map<String, Map<String, List<String>>> bySeries = new LinkedHashMap<>();
    for (CellFinding cell : findings.cells()) {
      Map<String, List<String>> facts =
          bySeries.computeIfAbsent(layout.series(cell.cell()), key -> new LinkedHashMap<>());
      for (RunFinding run : cell.runs()) {
        Manifest manifest = Objects.requireNonNull(run.run().manifest());
        add(facts, "numerics version", "" + manifest.engine().numericsVersion());
        add(facts, "build", Builds.shortId(manifest));
        manifest.engine().facts().forEach((name, value) -> add(facts, name, value));
      }
      if (findings.roofline(cell) instanceof Roofline.Known(Roofline roofline)) {
        add(facts, "held against the roof", roofline.roof().name());
      }
      Comparison comparison = findings.comparisons().get(cell.cell().id());
      if (comparison != null && !cell.runs().isEmpty()) {
        add(facts, "work", comparison.work().verdict().describe());
      }
    }
    List<Fact> facts = new ArrayList<>();
    bySeries.forEach((series, values) ->
        values.forEach((name, seen) ->
            facts.add(new Fact(series, name, seen.stream().collect(Collectors.joining("; "))))));
    List<Field<Fact>> fields =
        List.of(
            new Field<>(Column.words("engine", "engine"), fact -> Value.of(fact.series())),
            new Field<>(Column.words("what", "what"), fact -> Value.of(fact.name())),
            new Field<>(Column.words("value", "value"), fact -> Value.of(fact.value())));
    return List.of(
        new Block.Paragraph(
            "By each engine's own account in its runs' manifests, all values where runs differ; the"
                + " roof that it is held against and the verdict on its work are this report's."
                + " Every engine was handed the same initial parameters, the same order of the same"
                + " examples and the same loss."),
        new Block.Grid(Field.table("fairness", fields, facts)));
  }

  private static void add(Map<String, List<String>> facts, String name, String value) {
    List<String> seen = facts.computeIfAbsent(name, key -> new ArrayList<>());
    if (!seen.contains(value)) {
      seen.add(value);
    }
  }
}

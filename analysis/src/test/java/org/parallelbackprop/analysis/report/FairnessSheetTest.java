package org.parallelbackprop.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parallelbackprop.analysis.SyntheticResults.USUAL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.analysis.SyntheticResults;
import org.parallelbackprop.analysis.document.MarkdownWriter;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

final class FairnessSheetTest {

  @TempDir Path folder;

  @Test
  void anEngineHasOneRowForEachFactWithAllValuesWhereRunsDiffer() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 2);
    Cell baseline = cell(results, "cpu-serial", Map.of());
    Cell two = cell(results, "cpu-threads", Map.of("threads", "2"));
    Cell never = cell(results, "cpu-vector", Map.of("threads", "2"));
    results.plan("fairness", null, Map.of("engine", "cpu-serial"));
    List<EpochRow> rows = List.of(new EpochRow(1, 1, 0.1, null, null, null, null, 0.9));
    for (int block = 1; block <= 2; block++) {
      results.completed(baseline, block, 50_000, rows, "a".repeat(64), USUAL);
      results.completed(
          two,
          block,
          50_000,
          rows,
          "a".repeat(64),
          USUAL.builtFrom(("b" + block).repeat(32), "c0".repeat(20)));
    }
    Findings findings = Findings.of(ExperimentReader.read(folder));
    String sheet =
        MarkdownWriter.writeTablesInPlace(
            new FairnessSheet(findings, new Layout(findings.experiment().plan())).blocks());
    assertThat(sheet)
        .containsOnlyOnce("| cpu-threads | threads | 2 |")
        .containsOnlyOnce("| cpu-threads | build | b1b1b1b1b1b1; b2b2b2b2b2b2 |")
        .containsOnlyOnce("| cpu-threads | work | same bits |")
        .containsOnlyOnce("| cpu-serial | threads | 1 |")
        .doesNotContain("| cpu-serial | work |")
        .doesNotContain(never.settings().engine());
  }

  private static Cell cell(SyntheticResults results, String engine, Map<String, String> options) {
    return results.add(SyntheticResults.cell("784-128-10", 32, 1, engine, options));
  }
}

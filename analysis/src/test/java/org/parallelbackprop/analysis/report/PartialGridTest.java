package org.parallelbackprop.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.parallelbackprop.results.Outcome;

/** What a report shows of cells that have no result. */
final class PartialGridTest {

  @TempDir Path folder;

  @Test
  void onlyWhatWasTriedHasARow() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    Cell done = cell(results, 32, "cpu-serial");
    Cell diverged = cell(results, 64, "cpu-serial");
    cell(results, 128, "cpu-serial");
    Cell unavailable = cell(results, 32, "gpu-cublas");
    results.plan("partial", null, Map.of());
    results.completed(done, 1, List.of(row(1), row(2)), "a".repeat(64));
    results.ended(diverged, 1, new Outcome.Diverged(2, "NaN"));
    results.ended(unavailable, 1, new Outcome.Unavailable("no GPU", "Install one."));

    String report = report();
    String table = report.substring(report.indexOf("## Results"), report.indexOf("## Figures"));
    assertThat(table.lines().filter(line -> line.startsWith("| cpu-serial")))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("| 64 | 0 | <sub>diverged</sub> |"));
    assertThat(table)
        .contains("Of the 4 cells that were asked for, 1 was not run and 1 was unavailable")
        .doesNotContain("128 |", "gpu-cublas");
    assertThat(report.substring(report.indexOf("## Runs without a result")))
        .contains("diverged in epoch 2", "not run yet", "no GPU");
  }

  @Test
  void aCellWhoseBaselineHasNotRunIsNotCompared() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    cell(results, 32, "cpu-serial");
    Cell done = cell(results, 32, "cpu-threads");
    results.plan("partial", null, Map.of("engine", "cpu-serial"));
    results.completed(done, 1, List.of(row(1), row(2)), "a".repeat(64));
    assertThat(report())
        .contains("<sub>the baseline has no completed run</sub>")
        .doesNotContain("comparisons with a baseline");
  }

  private String report() throws IOException {
    return MarkdownWriter.write(Report.on(Findings.of(ExperimentReader.read(folder))).blocks());
  }

  private static Cell cell(SyntheticResults results, int batch, String engine) {
    return results.add(SyntheticResults.cell("784-128-10", batch, 2, engine, Map.of()));
  }

  private static EpochRow row(int epoch) {
    return new EpochRow(epoch, 1, 0.1, 0.5, 0.5, 0.9, 0.5, 0.9);
  }
}

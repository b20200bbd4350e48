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
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

final class EnergyTableTest {

  @TempDir Path folder;

  private Map<String, String> report(int runsThatCount) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 3);
    Cell counted = results.add(SyntheticResults.cell("784-128-10", 32, 2, "cpu-serial", Map.of()));
    Cell other = results.add(SyntheticResults.cell("784-128-10", 64, 2, "cpu-serial", Map.of()));
    results.plan("energy", null, Map.of());
    List<EpochRow> rows = List.of(row(1), row(2));
    for (int block = 1; block <= 3; block++) {
      results.completed(
          counted,
          block,
          50_000,
          rows,
          "a".repeat(64),
          block <= runsThatCount ? USUAL.using(10 + block) : USUAL);
      results.completed(other, block, 50_000, rows, "b".repeat(64), USUAL);
    }
    return ReportFiles.of(Report.on(Findings.of(ExperimentReader.read(folder))));
  }

  private static EpochRow row(int epoch) {
    return new EpochRow(epoch, 1, 0.1, null, null, null, null, 0.9);
  }

  @Test
  void countedJoulesAreAColumn() throws IOException {
    Map<String, String> files = report(3);
    assertThat(files.get("report.md"))
        .contains("| processor \\[J per epoch\\] |")
        .contains("| cpu-serial, batch size 32 | 12.0 \\[11.0, 13.0\\] |")
        .doesNotContain("GPU \\[J");
    assertThat(files.get("tables/energy.csv"))
        .isEqualTo(
            """
            cell,processor_joules_per_epoch_median,processor_joules_per_epoch_lower,processor_joules_per_epoch_upper
            "cpu-serial, batch size 32",12,11,13
            """);
  }

  @Test
  void whereNothingCountsThereIsNoWordOfEnergy() throws IOException {
    Map<String, String> files = report(0);
    assertThat(files).doesNotContainKey("tables/energy.csv");
    assertThat(files.get("report.md")).doesNotContain("Energy");
  }
}

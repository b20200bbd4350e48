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

final class BuildsTest {

  private static final String COMMIT = "c0".repeat(20);

  @TempDir Path folder;

  private static String build(String digits) {
    return digits.repeat(32);
  }

  @Test
  void oneBuildNeedsNoWord() throws IOException {
    String report = report("cpu-threads", build("b1"), COMMIT, build("b1"), COMMIT);
    assertThat(report.substring(0, report.indexOf("## Figures"))).doesNotContain("build |");
    assertThat(report)
        .doesNotContain("same build")
        .contains("| builds | b1b1b1b1b1b1 (cpu-serial, cpu-threads) |");
  }

  @Test
  void twoBuildsOfAnEngineAreNamedAboveTheTableAndInIt() throws IOException {
    String report = report("cpu-serial", build("b1"), COMMIT, build("b2"), COMMIT);
    assertThat(report.indexOf("not all done by the same build"))
        .isBetween(report.indexOf("## Results"), report.indexOf("| build |"));
    assertThat(report).contains("| b1b1b1b1b1b1 |", "| b2b2b2b2b2b2 |");
  }

  @Test
  void enginesWithJarsOfTheirOwnHaveIdsOfTheirOwn() throws IOException {
    assertThat(report("gpu-cublas", build("b1"), COMMIT, build("b2"), COMMIT))
        .doesNotContain("same build");
  }

  @Test
  void enginesThatNoCommonSourcesMadeAreMixed() throws IOException {
    assertThat(report("gpu-cublas", build("b1"), COMMIT, build("b2"), "c1".repeat(20)))
        .contains("not all done by the same build");
  }

  /** Two cells, each with a run: cpu-serial by the first build, another by the second. */
  private String report(
      String engine, String firstBuild, String firstCommit, String build, String commit)
      throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    Cell first = results.add(SyntheticResults.cell("784-128-10", 32, 1, "cpu-serial", Map.of()));
    Cell second = results.add(SyntheticResults.cell("784-128-10", 64, 1, engine, Map.of()));
    results.plan("builds", null, Map.of());
    List<EpochRow> rows = List.of(new EpochRow(1, 1, 0.1, 0.5, 0.5, 0.9, 0.5, 0.9));
    results.completed(
        first, 1, 50_000, rows, "a".repeat(64), USUAL.builtFrom(firstBuild, firstCommit));
    results.completed(second, 1, 50_000, rows, "a".repeat(64), USUAL.builtFrom(build, commit));
    return MarkdownWriter.write(Report.on(Findings.of(ExperimentReader.read(folder))).blocks());
  }
}

package org.parallelbackprop.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What is said of runs that did the same work where some have no epoch in the steady window. */
final class AnswerTest {

  private static final EpochRow FIRST = new EpochRow(1, 9, 0.1, null, null, null, null, 0.9);
  private static final EpochRow STEADY = new EpochRow(2, 2, 0.1, null, null, null, null, 0.9);

  @TempDir Path folder;

  private String answer(List<EpochRow> two, List<EpochRow> four) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    Cell baseline = add(results, "cpu-serial", Map.of());
    Cell twoThreads = add(results, "cpu-threads", Map.of("threads", "2"));
    Cell fourThreads = add(results, "cpu-threads", Map.of("threads", "4"));
    results.plan("answer", null, Map.of("engine", "cpu-serial"));
    results.completed(baseline, 1, List.of(FIRST, STEADY), "a".repeat(64));
    results.completed(twoThreads, 1, two, "a".repeat(64));
    results.completed(fourThreads, 1, four, "a".repeat(64));
    Findings findings = Findings.of(ExperimentReader.read(folder));
    return new Answer(findings, new Layout(findings.experiment().plan())).text();
  }

  private static Cell add(SyntheticResults results, String engine, Map<String, String> options) {
    return results.add(SyntheticResults.cell("784-128-10", 500, 2, engine, options));
  }

  @Test
  void allHaveTimes() throws IOException {
    assertThat(answer(List.of(FIRST, STEADY), List.of(FIRST, STEADY)))
        .contains("Of 2 comparisons with a baseline 2 did the same work: 2 not enough data;");
  }

  @Test
  void oneHasNone() throws IOException {
    assertThat(answer(List.of(FIRST, STEADY), List.of(FIRST)))
        .contains(
            "Of 2 comparisons with a baseline 2 did the same work, of which 1 have times: 1 not"
                + " enough data;");
  }

  @Test
  void noneHasAny() throws IOException {
    assertThat(answer(List.of(FIRST), List.of(FIRST)))
        .contains(
            "None of the 2 comparisons with a baseline has a speed-up, because no pair of runs that"
                + " did the same work has times in the steady window.");
  }
}

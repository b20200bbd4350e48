package org.parallelbackprop.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parallelbackprop.analysis.SyntheticResults.USUAL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.analysis.SyntheticResults;
import org.parallelbackprop.analysis.SyntheticResults.Circumstances;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.MarkdownWriter;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

final class NoiseTest {

  @TempDir Path folder;

  private interface RunOf {
    Circumstances block(int block);
  }

  /** What the section says of runs of one cell, block after block, an hour apart. */
  private String noise(int runs, RunOf circumstances, double... epochSeconds) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, runs);
    Cell cell =
        results.add(
            SyntheticResults.cell("784-128-10", 32, epochSeconds.length, "cpu-serial", Map.of()));
    results.plan("noise", null, Map.of());
    List<EpochRow> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= epochSeconds.length; epoch++) {
      rows.add(new EpochRow(epoch, epochSeconds[epoch - 1], 0.1, null, null, null, null, 0.9));
    }
    for (int block = 1; block <= runs; block++) {
      results.completed(cell, block, 50_000, rows, "a".repeat(64), circumstances.block(block));
    }
    Findings findings = Findings.of(ExperimentReader.read(folder));
    List<Block> blocks = new Noise(findings, new Layout(findings.experiment().plan())).blocks();
    return MarkdownWriter.writeTablesInPlace(blocks);
  }

  private static Circumstances at(int hour, double sentinelSeconds) {
    return USUAL.at("2026-11-24T%02d:00:00Z".formatted(hour), sentinelSeconds);
  }

  private static long rows(String noise) {
    return noise.lines().filter(line -> line.startsWith("| cpu-serial-")).count();
  }

  @Test
  void aSteadyMachineIsSaidToBeOne() throws IOException {
    // Two steps forward, one back, one forward: S = 0.
    String noise = noise(8, block -> at(block, 0.1 + 0.001 * (block * 3 % 8)), 1, 1.01, 1, 1.01);
    assertThat(noise).contains("did not drift over the grid").contains("of the 8 runs");
    assertThat(rows(noise)).isZero();
  }

  @Test
  void aMachineThatSlowsDownIsSaidToDriftAndTheFirstAndLastRunsAreMarked() throws IOException {
    // 20 % over nine runs: further than 5 % from the middle are the first and last two.
    String noise = noise(9, block -> at(block, 0.1 * (1 + 0.025 * (block - 1))), 1, 1.01, 1, 1.01);
    assertThat(noise)
        .contains("The machine drifted over the grid")
        .contains("by +18.2 % from the first run to the last")
        .contains("the drift over the grid is −9.1 % from its middle")
        .contains("the drift over the grid is +6.8 % from its middle");
    assertThat(rows(noise)).isEqualTo(4);
  }

  @Test
  void aTrendBelowTheMinimumEffectMarksNothing() throws IOException {
    String noise = noise(9, block -> at(block, 0.1 * (1 + 0.002 * block)), 1, 1.01, 1, 1.01);
    assertThat(noise).contains("drifted a little over the grid");
    assertThat(rows(noise)).isZero();
  }

  @Test
  void theOrderIsThatOfTimeNotOfBlocks() throws IOException {
    assertThat(noise(9, block -> at(10 - block, 0.1 * (1 + 0.025 * block)), 1, 1.01, 1, 1.01))
        .contains("by −17.8 % from the first run to the last");
  }

  @Test
  void fewRunsDoNotTell() throws IOException {
    assertThat(noise(4, block -> at(block, 0.1 * block), 1, 1.01, 1, 1.01))
        .contains("Fewer than five runs");
  }

  @Test
  void whatIsOddAboutASingleRunIsNamed() throws IOException {
    String noise =
        noise(
            2,
            block -> block == 1 ? USUAL.after(7.5) : USUAL.at(USUAL.startedAt(), 0.2),
            1,
            1,
            1.01,
            1,
            1.01,
            4);
    assertThat(noise)
        .contains("outliers (modified z-score above 3.5): epoch 6")
        .contains("load average 7.50 on 2 processors before it began")
        .contains("the sentinel before it took 133.3 % of its median over the grid");
  }
}

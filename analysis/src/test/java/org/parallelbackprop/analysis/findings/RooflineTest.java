package org.parallelbackprop.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.parallelbackprop.analysis.SyntheticResults.USUAL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.analysis.SyntheticResults;
import org.parallelbackprop.analysis.document.MarkdownWriter;
import org.parallelbackprop.analysis.report.Report;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

final class RooflineTest {

  /** A handful of roundings. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  @TempDir Path folder;

  private Roofline.Position position(
      String engine, Map<String, String> options, double seconds, Calibration.Roof... roofs)
      throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    Cell cell = results.add(SyntheticResults.cell("784-128-10", 500, 2, engine, options));
    results.plan("roofline", null, Map.of());
    if (roofs.length > 0) {
      results.calibration(roofs);
    }
    EpochRow first = new EpochRow(1, 9, 0.1, null, null, null, null, 0.9);
    EpochRow second = new EpochRow(2, seconds, 0.1, null, null, null, null, 0.9);
    results.completed(cell, 1, List.of(first, second), "a".repeat(64));
    Findings findings = Findings.of(ExperimentReader.read(folder));
    return findings.roofline(findings.cells().getFirst());
  }

  /**
   * By hand: 2·10¹⁰ operations in 2 s are 10 GFLOP/s. 100 steps of 12 bytes for each of 785·128 +
   * 129·10 = 101,770 parameters and 4 bytes for each of 50,000·784 features are 278,924,000 bytes,
   * in 2 s 0.139462 GB/s.
   */
  @Test
  void sharesAreThoseOfTheWorkWithTheRoofOfAsManyThreads() throws IOException {
    Roofline roofline =
        known(
            position(
                "cpu-threads",
                Map.of("threads", "2"),
                2,
                new Calibration.Roof(1, 20, 1),
                new Calibration.Roof(2, 40, 2)));
    assertThat(roofline.computeShare()).isCloseTo(0.25, within(ROUNDING));
    assertThat(roofline.memoryShare()).isCloseTo(0.069731, within(ROUNDING));
    assertThat(roofline.isNearRoof()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "20, 1, compute",
    "21, 1, neither roof is near",
    "100, 0.2, memory",
    "10, 0.2, compute"
  })
  void theNearerRoofBounds(double gigaflops, double gigabytes, String regime) throws IOException {
    Calibration.Roof roof = new Calibration.Roof(1, gigaflops, gigabytes);
    assertThat(known(position("cpu-serial", Map.of(), 2, roof)).regime()).isEqualTo(regime);
  }

  @Test
  void moreThreadsThanWereTriedHaveTheRoofOfTheMost() throws IOException {
    Roofline roofline =
        known(
            position("cpu-threads", Map.of("threads", "64"), 2, new Calibration.Roof(8, 100, 100)));
    assertThat(roofline.computeShare()).isCloseTo(0.1, within(ROUNDING));
  }

  @Test
  void withoutCalibrationNothingIsKnown() throws IOException {
    assertThat(position("cpu-serial", Map.of(), 2))
        .isEqualTo(new Roofline.NotKnown("not calibrated"));
  }

  /** By hand: 100,000 kernels at 2.5 µs are 0.25 s. */
  @ParameterizedTest
  @CsvSource({"0.5, launch", "0.51, no roof of a GPU"})
  void kernelsThatWouldTakeHalfTheTimeWithNothingToDoAreBoundByTheirLaunches(
      double seconds, String regime) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    Cell cell = results.add(SyntheticResults.cell("784-128-10", 32, 2, "gpu-cuda", Map.of()));
    results.plan("launches", null, Map.of());
    results.calibration(new Calibration.Roof(1, 20, 10));
    results.completed(
        cell,
        1,
        50_000,
        List.of(
            new EpochRow(1, 9, 0.1, null, null, null, null, 0.9),
            new EpochRow(2, seconds, 0.1, null, null, null, null, 0.9)),
        "a".repeat(64),
        USUAL.telling(
            Map.of("kernels-in-sequence", "100000", "kernel-launch-microseconds", "2.5")));
    Findings findings = Findings.of(ExperimentReader.read(folder));
    assertThat(findings.cells().getFirst().launchShare().orElseThrow())
        .isCloseTo(0.25 / seconds, within(ROUNDING));
    assertThat(MarkdownWriter.write(Report.on(findings).blocks()))
        .contains("| share of launches | bound by |")
        .containsPattern("\\| " + (seconds < 0.505 ? "50.0" : "49.0") + " % \\| (<sub>)?" + regime);
  }

  private static Roofline known(Roofline.Position position) {
    assertThat(position).isInstanceOf(Roofline.Known.class);
    return ((Roofline.Known) position).roofline();
  }
}

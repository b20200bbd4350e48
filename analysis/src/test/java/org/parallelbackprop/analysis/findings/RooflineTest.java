package org.parallelbackprop.analysis.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.parallelbackprop.analysis.SyntheticResults.USUAL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

  /** Gives a run of a GPU engine the facts that it tells, and the GPU its roofs. */
  private Findings onGpu(double seconds, Map<String, String> facts, Calibration.Device... devices)
      throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    Cell cell = results.add(SyntheticResults.cell("784-128-10", 500, 2, "gpu-cuda", Map.of()));
    results.plan("gpu", null, Map.of());
    results.calibration(List.of(devices), new Calibration.Roof(1, 20, 10));
    TreeMap<String, String> all = new TreeMap<>(facts);
    all.put("gpu", "Example GPU");
    all.put("pci-bus-id", "0000:01:00.0");
    results.completed(
        cell,
        1,
        50_000,
        List.of(
            new EpochRow(1, 9, 0.1, null, null, null, null, 0.9),
            new EpochRow(2, seconds, 0.1, null, null, null, null, 0.9)),
        "a".repeat(64),
        USUAL.telling(all));
    return Findings.of(ExperimentReader.read(folder));
  }

  private static Calibration.Device gpu(double gigaflops, @Nullable Double tf32, double gigabytes) {
    return new Calibration.Device(
        "Example GPU", "0000:01:00.0", "2026-11-24T00:00:00Z", gigaflops, tf32, gigabytes);
  }

  private static String report(Findings findings) {
    return MarkdownWriter.write(Report.on(findings).blocks());
  }

  /** By hand, as above: 2 s are 10 GFLOP/s and 0.139462 GB/s. */
  @ParameterizedTest
  @CsvSource({
    "float32, 20, 80, 1, 50.0 %, 13.9 %, compute",
    "float32, 21, 80, 1, 47.6 %, 13.9 %, neither roof is near",
    "float32, 100, 80, 0.2, 10.0 %, 69.7 %, memory",
    "float32, 100, 80, 0.1, 10.0 %, 139.5 %, neither roof is near",
    "tf32, 5, 80, 1, 12.5 %, 13.9 %, neither roof is near",
    "tf32, 5, 16, 1, 62.5 %, 13.9 %, compute",
    "tf32, 5, , 1, <sub>not measured</sub>, 13.9 %, memory is not near",
    "tf32, 5, , 0.2, <sub>not measured</sub>, 69.7 %, memory",
    "fp8, 5, 16, 1, <sub>not measured</sub>, 13.9 %, memory is not near",
  })
  void aGpuIsHeldAgainstItsOwnRoofsOfItsPrecision(
      String precision,
      double gigaflops,
      @Nullable Double tf32,
      double gigabytes,
      String compute,
      String memory,
      String regime)
      throws IOException {
    Findings findings = onGpu(2, Map.of("precision", precision), gpu(gigaflops, tf32, gigabytes));
    String roof =
        switch (precision) {
          case "tf32" -> "product in TF32";
          default -> precision;
        };
    assertThat(report(findings))
        .contains(
            "| %s | %s | Example GPU at 0000:01:00.0, %s | %s |"
                .formatted(compute, memory, roof, regime))
        .contains("| held against the roof | Example GPU at 0000:01:00.0, " + roof + " |")
        .contains("An engine on a GPU is held against the roofs of that GPU.");
  }

  @Test
  void theRoofOfAnotherGpuIsNoRoof() throws IOException {
    Calibration.Device other =
        new Calibration.Device("Example GPU", "0000:02:00.0", "t", 100, null, 100);
    Findings findings = onGpu(2, Map.of("precision", "float32"), other);
    assertThat(findings.roofline(findings.cells().getFirst()))
        .isEqualTo(new Roofline.NotKnown("not measured"));
    assertThat(report(findings))
        .contains("| 10.0 | 25000 |" + " <sub>not measured</sub> |".repeat(4))
        .contains(
            """
            | processor, 1 thread | 20.0 | 10.0 |
            | Example GPU at 0000:02:00.0, float32 | 100 | 100 |
            | Example GPU at 0000:01:00.0 | <sub>not measured</sub> | <sub>not measured</sub> |
            """);
  }

  /** By hand: 100,000 kernels at 2.5 µs are 0.25 s, and in 0.5 s are 40 GFLOP/s. */
  @ParameterizedTest
  @CsvSource({
    "0.5, , launch",
    "0.51, , not measured",
    "0.5, 100, launch",
    "0.5, 80, launch",
    "0.5, 79, compute",
    "0.51, 100, neither roof is near"
  })
  void kernelsThatWouldTakeHalfTheTimeWithNothingToDoAreBoundByTheirLaunchesIfNoRoofIsNearer(
      double seconds, @Nullable Double gigaflops, String regime) throws IOException {
    Map<String, String> facts =
        Map.of(
            "precision", "float32",
            "kernels-in-sequence", "100000",
            "kernel-launch-microseconds", "2.5");
    Findings findings =
        gigaflops == null
            ? onGpu(seconds, facts)
            : onGpu(seconds, facts, gpu(gigaflops, null, 1000));
    assertThat(findings.cells().getFirst().launchShare().orElseThrow())
        .isCloseTo(0.25 / seconds, within(ROUNDING));
    assertThat(report(findings))
        .contains("| roof | share of launches | bound by |")
        .containsPattern("\\| " + (seconds < 0.505 ? "50.0" : "49.0") + " % \\| (<sub>)?" + regime);
  }

  @Test
  void aNumberOfThreadsThatIsNoneHasNoRoof() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    Cell cell =
        results.add(
            SyntheticResults.cell("784-128-10", 500, 2, "other", Map.of("threads", "many")));
    results.plan("threads", null, Map.of());
    results.calibration(new Calibration.Roof(1, 20, 10));
    EpochRow row = new EpochRow(2, 1, 0.1, null, null, null, null, 0.9);
    results.completed(
        cell,
        1,
        List.of(new EpochRow(1, 1, 0.1, null, null, null, null, 0.9), row),
        "a".repeat(64));
    Findings findings = Findings.of(ExperimentReader.read(folder));
    assertThat(findings.roofline(findings.cells().getFirst()))
        .isEqualTo(new Roofline.NotKnown("threads not told"));
  }

  private static Roofline known(Roofline.Position position) {
    assertThat(position).isInstanceOf(Roofline.Known.class);
    return ((Roofline.Known) position).roofline();
  }
}

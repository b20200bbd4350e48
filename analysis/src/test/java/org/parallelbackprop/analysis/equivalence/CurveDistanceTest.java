package org.parallelbackprop.analysis.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.analysis.SyntheticResults;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.analysis.runs.RunPair;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

final class CurveDistanceTest {

  private static final int EXAMPLES = 10_000;
  private static final int EPOCHS = 20;
  private static final int PAIRS = 3;

  @TempDir Path folder;
  private List<RunResult> runs = List.of();

  @BeforeEach
  void writeRuns() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, PAIRS);
    Cell cell = results.add(SyntheticResults.cell("784-128-10", 32, 1, "cpu-serial", Map.of()));
    results.plan("curves", null, Map.of());
    for (int block = 1; block <= PAIRS; block++) {
      results.completed(cell, block, List.of(row(1, 0.9)), "a".repeat(64));
    }
    runs = ExperimentReader.read(folder).runs();
  }

  private static EpochRow row(int epoch, double accuracy) {
    return new EpochRow(epoch, 1, 0.1, null, null, null, null, accuracy);
  }

  private interface Accuracy {
    double after(int epoch);
  }

  private static RunResult with(RunResult run, Accuracy accuracy) {
    List<EpochRow> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      rows.add(row(epoch, accuracy.after(epoch)));
    }
    return new RunResult(
        run.planned(), run.cell(), run.folder(), run.state(), run.manifest(), rows, null);
  }

  private CurveDistance distance(Accuracy baseline, Accuracy candidate) {
    List<RunPair> pairs =
        runs.stream().map(run -> new RunPair(with(run, baseline), with(run, candidate))).toList();
    return CurveDistance.of(pairs).orElseThrow();
  }

  private static double learning(int epoch) {
    return 0.97 - 0.4 / epoch;
  }

  /** Networks whose answers have nothing to do with each other: the most that chance does. */
  @Test
  void unrelatedNetworksOfTheSameQualityAgreeInNineteenOfTwentyGrids() {
    int simulations = 1_000;
    Random random = new Random(3);
    int agree = 0;
    for (int i = 0; i < simulations; i++) {
      Accuracy drawn =
          epoch -> {
            double a = learning(epoch);
            double error = Math.sqrt(a * (1 - a) / EXAMPLES) * random.nextGaussian();
            return Math.rint(EXAMPLES * (a + error)) / EXAMPLES;
          };
      agree += distance(drawn, drawn).agrees() ? 1 : 0;
    }
    assertThat((double) agree / simulations).isBetween(0.93, 0.97);
  }

  @Test
  void aSmallerLearningRateAfterTheFirstEpochIsSeen() {
    CurveDistance distance =
        distance(CurveDistanceTest::learning, epoch -> learning(1 + (epoch - 1) / 2));
    assertThat(distance.agrees()).isFalse();
    assertThat(distance.difference()).isNegative();
  }

  @Test
  void theSameCurvesAreTheSame() {
    CurveDistance distance = distance(epoch -> 1, epoch -> 1);
    assertThat(distance.agrees()).isTrue();
    assertThat(distance.difference()).isZero();
    assertThat(distance.pairs()).isEqualTo(PAIRS);
    assertThat(distance.epochs()).isEqualTo(EPOCHS);
  }
}

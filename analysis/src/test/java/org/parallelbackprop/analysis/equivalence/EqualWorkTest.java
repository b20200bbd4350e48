package org.parallelbackprop.analysis.equivalence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.analysis.SyntheticResults;
import org.parallelbackprop.analysis.document.MarkdownWriter;
import org.parallelbackprop.analysis.equivalence.SmallTrainer.Way;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.report.Report;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.TensorsFile;

/** Engines that do wrong work are caught, whatever their times, and get no speed-up. */
final class EqualWorkTest {

  private static final int[] WIDTHS = {30, 24, 10};
  private static final int EXAMPLES = 200;
  private static final int BATCH = 32;
  private static final int EPOCHS = 4;
  private static final float RATE = 0.5f;

  @TempDir Path folder;

  @Test
  void theSameWorkInAnotherOrderOfAdditionsIsTheSameWithinRounding() throws IOException {
    Comparison comparison = compare(Way.OTHER_SUMMATION, 0.9);
    assertThat(comparison.work().verdict()).isInstanceOf(WorkVerdict.WithinRounding.class);
    assertThat(comparison.work().distances())
        .filteredOn(distance -> distance.moment() == Moment.ONE_STEP)
        .anySatisfy(distance -> assertThat(distance.largest()).isPositive());
    assertThat(comparison.speedUp()).isNotNull();
  }

  @Test
  void theSameBitsAreTheSameBits() throws IOException {
    Comparison comparison = compare(Way.PLAIN, 0.9);
    assertThat(comparison.work().verdict()).isEqualTo(new WorkVerdict.SameBits(3));
    assertThat(comparison.speedUp()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "HALF_LOSS, another factor of loss or learning rate",
    "OTHER_LOSS, 'another loss, gradient or first batch'",
    "DROPPED_LAST_BATCH, 'other batches, their order, number or size'",
    "OTHER_ORDER, 'other batches, their order, number or size'",
    "TF32, 'coarser arithmetic than float32, such as TF32'",
  })
  void wrongWorkIsNamedAndGetsNoSpeedUp(Way way, String difference) throws IOException {
    Comparison comparison = compare(way, 0.9);
    assertThat(comparison.work().verdict()).isInstanceOf(WorkVerdict.DifferentWork.class);
    assertThat(comparison.work().verdict().describe()).contains(difference);
    assertThat(comparison.speedUp()).isNull();
  }

  @Test
  void whereRoundingHasGrownTheLearningCurvesDecide() throws IOException {
    Comparison comparison = compareAfterDrift(0.9, 0.9, 0.9005, 0.8995);
    assertThat(comparison.work().verdict())
        .isEqualTo(new WorkVerdict.WithinRounding(WorkVerdict.Basis.LEARNING_CURVES));
    assertThat(requireNonNull(comparison.work().curves()).epoch()).isEqualTo(3);
    assertThat(comparison.speedUp()).isNotNull();
    assertThat(MarkdownWriter.write(Report.on(Findings.of(ExperimentReader.read(folder))).blocks()))
        .contains("the learning curves decide")
        .contains("| other | cpu-serial | 3 | 4 | 3 | 5.0e-4 |");
  }

  @Test
  void curvesThatPartAndMeetAgainAreOtherWork() throws IOException {
    Comparison comparison = compareAfterDrift(0.9, 0.91, 0.9, 0.9);
    assertThat(comparison.work().verdict()).isInstanceOf(WorkVerdict.DifferentWork.class);
    assertThat(comparison.work().verdict().describe())
        .contains("the first epoch agrees")
        .contains("the accuracy after epoch 2 by 0.010");
    assertThat(comparison.speedUp()).isNull();
  }

  @Test
  void withoutAccuraciesCurvesTellNothing() throws IOException {
    assertThat(compareAfterDrift(0.9, null, 0.9, 0.9).work().verdict())
        .isInstanceOf(WorkVerdict.NotKnown.class);
  }

  @Test
  void anEngineThatDeclaresOtherWorkGetsNoSpeedUpEvenForTheSameBits() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 3);
    Cell baseline = results.add(cell("cpu-serial"));
    Cell candidate = results.add(cell(SyntheticResults.OTHER_WORK));
    results.plan("equal-work", null, Map.of("engine", "cpu-serial"));
    write(results, baseline, Way.PLAIN, EPOCHS, rows(2, 0.9), "a");
    write(results, candidate, Way.PLAIN, EPOCHS, rows(1, 0.9), "a");
    Comparison comparison = comparison(candidate);
    assertThat(comparison.work().verdict().describe())
        .isEqualTo("different work: without the hidden layers");
    assertThat(comparison.speedUp()).isNull();
    Findings findings = Findings.of(ExperimentReader.read(folder));
    assertThat(findings.cells()).last().matches(CellFinding::declaresDifferentWork);
  }

  @Test
  void withoutParametersNothingIsKnown() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 3);
    Cell baseline = results.add(cell("cpu-serial"));
    Cell candidate = results.add(cell("other"));
    results.plan("equal-work", null, Map.of("engine", "cpu-serial"));
    for (int block = 1; block <= 3; block++) {
      results.completed(baseline, block, rows(2, 0.9), "a".repeat(64));
      results.completed(candidate, block, rows(1, 0.9), "b".repeat(64));
    }
    Comparison comparison = comparison(candidate);
    assertThat(comparison.work().verdict()).isInstanceOf(WorkVerdict.NotKnown.class);
    assertThat(comparison.speedUp()).isNull();
  }

  /** A candidate that agrees for an epoch and then goes on for twice as many epochs. */
  private Comparison compareAfterDrift(@Nullable Double... accuracies) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 3);
    Cell baseline = results.add(cell("cpu-serial"));
    Cell candidate = results.add(cell("other"));
    results.plan("equal-work", null, Map.of("engine", "cpu-serial"));
    write(results, baseline, Way.PLAIN, EPOCHS, rows(2, 0.9), "a");
    write(results, candidate, Way.OTHER_SUMMATION, 2 * EPOCHS, rows(1, accuracies), "b");
    return comparison(candidate);
  }

  private Comparison compare(Way way, double accuracy) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 3);
    Cell baseline = results.add(cell("cpu-serial"));
    Cell candidate = results.add(cell("other"));
    results.plan("equal-work", null, Map.of("engine", "cpu-serial"));
    write(results, baseline, Way.PLAIN, EPOCHS, rows(2, 0.9), "a");
    write(results, candidate, way, EPOCHS, rows(1, accuracy), way == Way.PLAIN ? "a" : "b");
    return comparison(candidate);
  }

  private Comparison comparison(Cell candidate) throws IOException {
    return requireNonNull(
        Findings.of(ExperimentReader.read(folder)).comparisons().get(candidate.id()));
  }

  private static Cell cell(String engine) {
    return SyntheticResults.cell("30-24-10", BATCH, EPOCHS, engine, Map.of());
  }

  private static void write(
      SyntheticResults results, Cell cell, Way way, int epochs, List<EpochRow> rows, String hash)
      throws IOException {
    for (int block = 1; block <= 3; block++) {
      RunFolder run = results.completed(cell, block, EXAMPLES, rows, hash.repeat(64));
      if (block == 1) {
        SmallTrainer oneStep = new SmallTrainer(WIDTHS, EXAMPLES, BATCH, RATE, way);
        SmallTrainer whole = new SmallTrainer(WIDTHS, EXAMPLES, BATCH, RATE, way);
        Files.createDirectories(run.snapshot(Moment.START).getParent());
        TensorsFile.write(run.snapshot(Moment.START), whole.parameters());
        oneStep.trainOneStep();
        TensorsFile.write(run.snapshot(Moment.ONE_STEP), oneStep.parameters());
        for (int epoch = 1; epoch <= epochs; epoch++) {
          whole.trainEpoch(epoch);
          if (epoch == 1) {
            TensorsFile.write(run.snapshot(Moment.ONE_EPOCH), whole.parameters());
          }
        }
        TensorsFile.write(run.snapshot(Moment.END), whole.parameters());
      }
    }
  }

  private static List<EpochRow> rows(double seconds, double accuracy) {
    return rows(seconds, accuracy, accuracy, accuracy, accuracy);
  }

  private static List<EpochRow> rows(double seconds, @Nullable Double... accuracies) {
    List<EpochRow> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      Double accuracy = accuracies[epoch - 1];
      rows.add(new EpochRow(epoch, seconds, 0.1, 0.5, 0.5, accuracy, 0.5, accuracy));
    }
    return rows;
  }
}

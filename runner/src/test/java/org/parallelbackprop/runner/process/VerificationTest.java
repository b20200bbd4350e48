package org.parallelbackprop.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.Agreement;
import org.parallelbackprop.results.Conditions;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;

/** What passes, what fails, and what is said of it. */
final class VerificationTest {

  private static final String HASH = "ab".repeat(32);
  private static final String OTHER_HASH = "cd".repeat(32);
  private static final String BUILD = "01".repeat(32);
  private static final String OTHER_BUILD = "02".repeat(32);

  @TempDir private Path folder;
  private RunFolder recorded = new RunFolder(Path.of(""));
  private RunFolder again = new RunFolder(Path.of(""));

  @BeforeEach
  void writeTheSameRunTwice() throws IOException {
    recorded = new RunFolder(Files.createDirectory(folder.resolve("recorded")));
    again = new RunFolder(Files.createDirectory(folder.resolve("again")));
    write(recorded, HASH, BUILD, 0.5, 0.9);
    write(again, HASH, BUILD, 0.5, 0.9);
  }

  private static void write(RunFolder run, String hash, String build, double loss, double accuracy)
      throws IOException {
    Files.deleteIfExists(run.epochs());
    try (EpochsFile.Appender rows = new EpochsFile.Appender(run.epochs())) {
      rows.append(new EpochRow(1, 1.5, 0.5, loss, 0.4, accuracy, 0.4, accuracy));
    }
    Json.write(
        run.manifest(),
        new Manifest(
            Manifest.SCHEMA,
            "run",
            "2026-11-24T00:00:00Z",
            new Manifest.EngineRecord("x", 1, new TreeMap<>(Map.of("threads", "2"))),
            new Manifest.Build(build, null, null, null),
            new Manifest.JavaRecord("vendor", "25", "vm", List.of()),
            new Manifest.Machine("os", "amd64", "cpu", 1, 1, 2, 2, 2, null),
            new Manifest.DatasetRecord("mnist", HASH, 50_000, 10_000, 10_000),
            Conditions.of(0.1, null),
            null,
            new Manifest.Preparation(0, 0, 0, 0),
            1e9,
            HASH));
    Json.write(
        run.outcome(),
        new RunOutcome(
            RunOutcome.SCHEMA,
            "run",
            "2026-11-24T00:00:00Z",
            new Outcome.Completed(hash),
            1,
            new TreeMap<>()));
  }

  private Verification.Verdict compare(String repeatability, Agreement.Distance... distances)
      throws IOException {
    EngineDescription engine =
        EngineDescription.read(
                new StringReader(
                    """
                    x.class = X
                    x.summary = x
                    x.numerics-version = 1
                    x.repeatability = %s
                    """
                        .formatted(repeatability)))
            .getFirst();
    return Verification.compare(recorded, again, engine, List.of(distances));
  }

  private static Agreement.Distance distance(Moment moment, double share) {
    return new Agreement.Distance(moment, "layer1.weight", share * 1e-6, 1e-6);
  }

  @Test
  void timesMayDifferAndNothingElse() throws IOException {
    assertThat(compare("any-options")).isEqualTo(new Verification.Verdict.Same());
  }

  @Test
  void oneBitOfALossFailsWhereTheSameBitsArePromised() throws IOException {
    write(again, HASH, BUILD, Math.nextUp(0.5), 0.9);

    assertThat(compare("any-options"))
        .isEqualTo(
            new Verification.Verdict.Different(
                List.of("epoch 1: training loss 0.5 recorded, 0.5000000000000001 now")));
  }

  @Test
  void oneDigitOfTheHashFailsWhereTheSameBitsArePromised() throws IOException {
    write(again, OTHER_HASH, BUILD, 0.5, 0.9);

    assertThat(compare("same-options")).isInstanceOf(Verification.Verdict.Different.class);
  }

  @Test
  void anotherBuildExplainsADifferenceWithinTheBound() throws IOException {
    write(again, OTHER_HASH, OTHER_BUILD, 0.5, 0.9);

    assertThat(
            compare(
                "same-options",
                distance(Moment.START, 0),
                distance(Moment.ONE_STEP, 0.5),
                distance(Moment.ONE_EPOCH, 0.25),
                distance(Moment.END, 0.75)))
        .isInstanceOfSatisfying(
            Verification.Verdict.WithinPromise.class,
            verdict ->
                assertThat(verdict.differences())
                    .contains(
                        "parameters, one-step: layer1.weight is off by 5.0e-07, rounding explains"
                            + " 1.0e-06",
                        "the build was " + BUILD + " and is " + OTHER_BUILD));
    assertThat(compare("any-options")).isInstanceOf(Verification.Verdict.Different.class);
  }

  @Test
  void aStepOrAnEpochBeyondTheBoundFailsWhateverTheAccuracy() throws IOException {
    write(again, OTHER_HASH, BUILD, 0.5, 0.9);

    assertThat(compare("rounding", distance(Moment.ONE_STEP, 1.5), distance(Moment.END, 0.5)))
        .isInstanceOf(Verification.Verdict.Different.class);
    assertThat(compare("rounding", distance(Moment.ONE_EPOCH, Double.NaN)))
        .isInstanceOf(Verification.Verdict.Different.class);
    assertThat(compare("rounding", otherStart()))
        .isInstanceOf(Verification.Verdict.Different.class);
  }

  /** Other initial parameters: nothing is explained there. */
  private static Agreement.Distance otherStart() {
    return new Agreement.Distance(Moment.START, "layer1.weight", 1e-9, 0);
  }

  @Test
  void whereRoundingHasGrownTheAccuraciesDecide() throws IOException {
    // √(2·0.9·0.1/10000) is 0.0042; four of them are 0.017.
    write(again, OTHER_HASH, BUILD, 0.5, 0.916);
    assertThat(compare("rounding", distance(Moment.ONE_STEP, 0.5), distance(Moment.END, 50)))
        .isInstanceOf(Verification.Verdict.WithinPromise.class);
    assertThat(compare("rounding")).isInstanceOf(Verification.Verdict.WithinPromise.class);

    write(again, OTHER_HASH, BUILD, 0.5, 0.918);
    assertThat(compare("rounding", distance(Moment.ONE_STEP, 0.5), distance(Moment.END, 50)))
        .isInstanceOf(Verification.Verdict.Different.class);
    assertThat(compare("rounding", distance(Moment.ONE_STEP, 0.5), distance(Moment.END, 0.5)))
        .isInstanceOf(Verification.Verdict.WithinPromise.class);
  }

  @Test
  void aRunThatDidNotCompleteAgainFails() throws IOException {
    Json.write(
        again.outcome(),
        new RunOutcome(
            RunOutcome.SCHEMA,
            "run",
            "2026-11-24T00:00:00Z",
            new Outcome.TimedOut(5),
            0,
            new TreeMap<>()));

    assertThat(compare("rounding"))
        .isInstanceOfSatisfying(
            Verification.Verdict.Different.class,
            verdict ->
                assertThat(verdict.differences()).singleElement().asString().contains("timed out"));
  }
}

package org.parallelbackprop.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.Sha256;

/**
 * What goes wrong on real machines, done for real: processes, signals, memory, disks. Each ends in
 * the right outcome, nothing that was done is lost, and the same command finishes the work.
 */
@DisabledOnOs(OS.WINDOWS)
final class FaultsTest {

  /** Enough that a run is still at work when a busy machine comes to end it after its first. */
  private static final int EPOCHS = 12;

  /** A worker that is told to stop gives its epoch two seconds; the rest is slack. */
  private static final Duration SECONDS_TO_STOP = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private Path results = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    ToolkitProcess.assumeBuilt();
    folder = Files.createDirectory(folder.resolve("a folder with spaces"));
    results = folder.resolve("results-of-runs/faults");
  }

  @Test
  @Tag("slow")
  void aKilledWorkerFailsAloneAndIsDoneAgain() throws IOException, InterruptedException {
    experiment("");
    ToolkitProcess first = ToolkitProcess.start(folder, List.of("faults.yaml"));
    first.awaitUntil(() -> rowsOfAnUnfinishedRun() >= 1);
    first.worker().destroyForcibly();
    first.awaitEnd(Duration.ofMinutes(2));

    assertThat(first.exitCode()).as(first.output()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(first.output()).contains("the worker was killed").contains("log.txt");
    assertThat(outcomes().values()).filteredOn(Outcome.Completed.class::isInstance).hasSize(1);
    Map<String, String> done = hashesOfCompletedRuns();

    finishes(1);
    assertThat(hashesOfCompletedRuns()).containsAllEntriesOf(done);
  }

  @Test
  void aKilledRunnerLosesNothingAndItsWorkerIsEnded() throws IOException, InterruptedException {
    experiment("");
    ToolkitProcess first = ToolkitProcess.start(folder, List.of("faults.yaml"));
    first.awaitUntil(() -> outcomes().size() == 1 && rowsOfAnUnfinishedRun() >= 1);
    ProcessHandle worker = first.worker();
    first.signal("KILL");
    first.awaitEnd(SECONDS_TO_STOP);
    Map<String, String> done = hashesOfCompletedRuns();

    assertThat(done).hasSize(3);
    finishes(1);
    assertThat(worker.isAlive()).isFalse();
    assertThat(hashesOfCompletedRuns()).containsAllEntriesOf(done);
  }

  @Test
  void ctrlCEndsTheRunWithinSecondsAndASecondRunnerIsRefusedMeanwhile()
      throws IOException, InterruptedException {
    assumeTrue(
        ToolkitProcess.heedsSigint(), "SIGINT is ignored, as in what a script starts with &");
    experiment("");
    ToolkitProcess first = ToolkitProcess.start(folder, List.of("faults.yaml"));
    // While it still measures the machine, so that its first run does not end meanwhile.
    first.awaitUntil(() -> Files.exists(results.resolve("plan.json")));

    ToolkitProcess second = ToolkitProcess.run(folder, "faults.yaml");
    assertThat(second.exitCode()).isEqualTo(ExitCode.CANNOT_RUN);
    assertThat(second.output()).contains("process " + first.pid());

    first.awaitUntil(() -> rowsOfAnUnfinishedRun() >= 1);
    first.signal("INT");
    first.awaitEnd(SECONDS_TO_STOP);
    assertThat(outcomes().values()).singleElement().isInstanceOf(Outcome.Interrupted.class);

    finishes(2);
  }

  @Test
  @Tag("slow")
  void aHangIsEndedAndMemoryThatRunsOutIsNamed() throws IOException, InterruptedException {
    experiment("execution: {time-limit-seconds: 0.2}\n");
    ToolkitProcess late = ToolkitProcess.run(folder, "faults.yaml");

    assertThat(late.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(outcomes().values()).hasSize(2).allMatch(Outcome.TimedOut.class::isInstance);

    experiment("execution: {jvm-arguments: [-Xms32m, -Xmx32m]}\n");
    ToolkitProcess small = ToolkitProcess.run(folder, "faults.yaml", "--fail-fast");

    assertThat(small.exitCode()).as(small.output()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(outcomes().values()).filteredOn(Outcome.OutOfMemory.class::isInstance).hasSize(1);

    ToolkitProcess skipping = ToolkitProcess.run(folder, "faults.yaml", "--skip-failed");
    assertThat(skipping.output()).contains("of which 0 are to be done");
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneSentence() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(Path.of("/proc")), "no /proc, which nobody can write to");
    experiment("");
    ToolkitProcess runner = ToolkitProcess.run(folder, "faults.yaml", "--results", "/proc/faults");

    assertThat(runner.exitCode()).isEqualTo(ExitCode.CANNOT_RUN);
    assertThat(runner.output()).hasLineCount(1).contains("/proc/faults");
  }

  @Test
  @Tag("slow")
  void verifyPassesAtAnotherNumberOfThreadsAndNamesTheRunThatWasTamperedWith()
      throws IOException, InterruptedException {
    experiment("");
    finishes(2);

    ToolkitProcess intact =
        ToolkitProcess.run(folder, "verify", results.toString(), "--threads", "3");
    assertThat(intact.exitCode()).as(intact.output()).isEqualTo(ExitCode.DONE);
    assertThat(intact.output()).contains("verified: 2 runs");

    RunFolder victim = runs().getFirst();
    String outcome = Files.readString(victim.outcome());
    String hash = ((Outcome.Completed) outcomes().firstEntry().getValue()).parametersSha256();
    String lastDigitFlipped = hash.substring(0, 63) + (char) (hash.charAt(63) ^ 1);
    Files.writeString(victim.outcome(), outcome.replace(hash, lastDigitFlipped));
    ToolkitProcess flippedHash =
        ToolkitProcess.run(folder, "verify", results.toString(), "--cells", "2");
    assertThat(flippedHash.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
    assertThat(flippedHash.output()).contains(victim.path().getFileName() + ": FAILS verification");
    Files.writeString(victim.outcome(), outcome);

    byte[] rows = Files.readAllBytes(victim.epochs());
    rows[rows.length - 3] ^= 1;
    Files.write(victim.epochs(), rows);
    ToolkitProcess flippedLoss = ToolkitProcess.run(folder, "verify", results.toString());
    assertThat(flippedLoss.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
    assertThat(flippedLoss.output())
        .contains(victim.path().getFileName() + ": FAILS verification")
        .contains("epochs.csv is not what the run left");
  }

  /** Two engines, one repeat; an epoch takes some tenths of a second. */
  private void experiment(String more) throws IOException {
    Files.writeString(
        folder.resolve("faults.yaml"),
        """
        experiment: faults
        dataset: synthetic-digits
        fixed:
          network: 784-96-10
          learning-rate: 0.5
          batch-size: 50
          epochs: %d
          training-examples: 8000
        grid:
          engine: [cpu-serial, cpu-threads]
        repeats: 1
        """
                .formatted(EPOCHS)
            + more);
  }

  /** The same command does what is missing, and only that; then everything is there once. */
  private void finishes(int missing) throws IOException, InterruptedException {
    ToolkitProcess runner = ToolkitProcess.run(folder, "faults.yaml");
    assertThat(runner.exitCode()).as(runner.output()).isEqualTo(ExitCode.DONE);
    assertThat(runner.output()).contains("of which " + missing + " are to be done");
    assertThat(results.resolve("report.md")).exists();
    assertThat(runs())
        .hasSize(2)
        .allSatisfy(run -> assertThat(EpochsFile.read(run.epochs())).hasSize(EPOCHS));
    assertThat(outcomes().values().stream().distinct())
        .as("both engines trained the same parameters")
        .singleElement()
        .isInstanceOf(Outcome.Completed.class);
  }

  private List<RunFolder> runs() {
    Path runs = results.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders.sorted(Comparator.naturalOrder()).map(RunFolder::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NavigableMap<String, Outcome> outcomes() {
    NavigableMap<String, Outcome> outcomes = new TreeMap<>();
    try {
      for (RunFolder run : runs()) {
        if (Files.exists(run.outcome())) {
          outcomes.put(
              run.path().getFileName().toString(),
              Json.read(run.outcome(), RunOutcome.class).outcome());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return outcomes;
  }

  private int rowsOfAnUnfinishedRun() {
    Optional<RunFolder> unfinished =
        runs().stream()
            .filter(run -> !Files.exists(run.outcome()) && Files.exists(run.epochs()))
            .findFirst();
    try {
      return unfinished.isEmpty() ? 0 : Files.readAllLines(unfinished.get().epochs()).size() - 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> hashesOfCompletedRuns() throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (RunFolder run : runs()) {
      if (outcomes().get(run.path().getFileName().toString()) instanceof Outcome.Completed) {
        for (Path file : List.of(run.outcome(), run.epochs(), run.manifest())) {
          hashes.put(file.toString(), Sha256.of(file));
        }
      }
    }
    return hashes;
  }
}

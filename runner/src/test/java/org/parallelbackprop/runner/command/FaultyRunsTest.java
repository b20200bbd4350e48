package org.parallelbackprop.runner.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.Sha256;

/**
 * Faults that need an engine which goes wrong on purpose, or a disk of one's own; {@link
 * FaultsTest} has those that happen to real engines. docs/trust.md tables all of them.
 */
@DisabledOnOs(OS.WINDOWS)
final class FaultyRunsTest {

  private static final Duration SECONDS_TO_STOP = Duration.ofSeconds(15);
  private static final String NAME = "faults";

  @TempDir private Path folder;
  private FaultyToolkit toolkit;

  @BeforeEach
  void makeToolkit() throws IOException {
    ToolkitProcess.assumeBuilt();
    folder = folder.toRealPath();
    toolkit = FaultyToolkit.in(folder);
  }

  private ToolkitProcess start(String... arguments) throws IOException {
    return ToolkitProcess.launch(
        folder, ToolkitProcess.command(toolkit.home(), List.of(arguments)));
  }

  private ToolkitProcess run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).ended();
  }

  /** How runs ended, by what the engine did. */
  private Map<String, Outcome> outcomes() {
    Map<String, Outcome> outcomes = new TreeMap<>();
    try {
      for (Path run : toolkit.runs(NAME)) {
        Path file = new RunFolder(run).outcome();
        if (Files.exists(file)) {
          String act = run.getFileName().toString().replaceAll("faulty-act-(.*)-4-3-10.*", "$1");
          outcomes.put(act, Json.read(file, RunOutcome.class).outcome());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return outcomes;
  }

  private Map<String, String> hashes(String act) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (Path run : toolkit.runs(NAME)) {
      if (run.getFileName().toString().startsWith("faulty-act-" + act + "-4")) {
        RunFolder files = new RunFolder(run);
        for (Path file : List.of(files.outcome(), files.epochs(), files.manifest())) {
          hashes.put(file.toString(), Sha256.of(file));
        }
      }
    }
    return hashes;
  }

  /** {@link FaultyEngine#measureDevice} crashes. */
  @Test
  void aDeviceThatCannotBeMeasuredCostsNoRun() throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("train"), 1, "");
    ResultsFolder results = new ResultsFolder(toolkit.results(NAME));
    Calibration known = Calibration.read(results.calibration());
    Calibration processors =
        new Calibration(Calibration.SCHEMA, known.measuredAt(), known.roofs(), List.of());
    Json.write(results.calibration(), processors);
    ToolkitProcess runner = run(NAME + ".yaml");

    assertThat(runner.exitCode()).as(runner.output()).isEqualTo(ExitCode.DONE);
    assertThat(outcomes().get("train")).isInstanceOf(Outcome.Completed.class);
    assertThat(Files.readString(results.calibrationLog())).contains("SIGSEGV");
    assertThat(Calibration.read(results.calibration())).isEqualTo(processors);
  }

  @Test
  void eachFaultOfAnEngineEndsInItsOutcomeAndTheRestOfTheGridRuns()
      throws IOException, InterruptedException {
    List<String> acts =
        List.of(
            "crash",
            "diverge",
            "exhaust-memory",
            "exit",
            "halt",
            "hang",
            "lack-a-library",
            "throw",
            "train");
    toolkit.experiment(NAME, acts, 1, "execution: {time-limit-seconds: 5}\n");
    ToolkitProcess runner = run(NAME + ".yaml");

    assertThat(runner.exitCode()).as(runner.output()).isEqualTo(ExitCode.SOME_FAILED);
    Map<String, Outcome> outcomes = outcomes();
    assertThat(outcomes.keySet()).containsExactlyElementsOf(acts);
    assertThat(outcomes)
        .contains(
            entry("diverge", new Outcome.Diverged(1, "NaN")),
            entry("hang", new Outcome.TimedOut(5)),
            entry(
                "halt",
                new Outcome.Failed("the worker ended with exit code 7 before it wrote an outcome")),
            entry("exit", new Outcome.Failed("the engine ended the process with exit code 3")),
            entry("throw", new Outcome.Failed("the kernel failed")));
    assertThat(outcomes.get("train")).isInstanceOf(Outcome.Completed.class);
    assertThat(outcomes.get("exhaust-memory")).isInstanceOf(Outcome.OutOfMemory.class);
    assertThat(outcomes.get("crash")).isInstanceOf(Outcome.Failed.class);
    assertThat(requireNonNull(outcomes.get("lack-a-library")).describe())
        .startsWith("unavailable: a native library is missing")
        .contains("nobody-has-this-library");
    assertThat(Files.readString(toolkit.results(NAME).resolve("report.md")))
        .contains("the kernel failed")
        .contains("timed out after 5 s");

    Map<String, String> done = hashes("train");
    ToolkitProcess again = run(NAME + ".yaml", "--skip-failed");
    assertThat(again.output()).contains("of which 1 are to be done");
    assertThat(hashes("train")).isEqualTo(done);
  }

  @Test
  void listExplainsEachState() throws IOException, InterruptedException {
    List<String> acts = List.of("train", "throw", "lack-a-library", "diverge", "train-slowly");
    toolkit.experiment(NAME, acts, 1, "");
    ToolkitProcess unlike = run("list", NAME + ".yaml");
    assertThat(unlike.exitCode()).as(unlike.output()).isEqualTo(ExitCode.DONE);
    assertThat(unlike.output().lines())
        .filteredOn(line -> line.startsWith("missing"))
        .hasSize(acts.size())
        .allMatch(line -> line.contains("about 2 s") && line.contains("(was never started)"));

    run(NAME + ".yaml", "--except", "act=train-slowly");
    RunFolder trained =
        new RunFolder(
            toolkit.runs(NAME).stream()
                .filter(run -> run.toString().contains("act-train-4"))
                .findFirst()
                .orElseThrow());
    ToolkitProcess done = run("list", NAME + ".yaml");
    assertThat(done.output())
        .containsPattern("failed .*act-throw.*\\(failed: the kernel failed\\)")
        .containsPattern("unavailable .*lack-a-library.*nobody-has-this-library")
        .containsPattern("done .*act-diverge.*\\(diverged in epoch 1")
        .containsPattern("done .*act-train-4.*\\(completed")
        .containsPattern("missing .*act-train-slowly.*never started");

    // Another build: one more file in the engine's jar changes the build's id.
    Path extra = toolkit.home().resolve("engine-faulty/target/class-path");
    Files.createDirectories(extra);
    Files.copy(
        toolkit.home().resolve("engine-faulty/target/engine-faulty-1.jar"),
        extra.resolve("other.jar"));
    assertThat(run("list", NAME + ".yaml").output())
        .containsPattern("stale .*act-train-4.*by another build");
    Map<String, String> before = hashes("train");
    ToolkitProcess kept = run(NAME + ".yaml", "--only", "act=train");
    assertThat(kept.output()).contains("of which 0 are to be done").contains("--stale rerun");
    assertThat(hashes("train")).isEqualTo(before);
    ToolkitProcess rerun = run(NAME + ".yaml", "--only", "act=train", "--stale", "rerun");
    assertThat(rerun.output()).contains("of which 1 are to be done").contains("by another build");
    assertThat(hashes("train")).isNotEqualTo(before);
    assertThat(toolkit.results(NAME).resolve("abandoned"))
        .isDirectoryContaining(
            path -> path.getFileName().toString().startsWith("faulty-act-train-4"));

    Files.delete(trained.outcome());
    assertThat(run("list", NAME + ".yaml").output())
        .containsPattern("dead .*act-train-4.*ended without an outcome");
    Files.writeString(trained.outcome(), "{");
    assertThat(run("list", NAME + ".yaml").output()).containsPattern("damaged .*act-train-4");
  }

  @Test
  @Tag("slow")
  void aTerminatedWorkerIsInterruptedAndTheRestRuns() throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("train", "train-slowly"), 60, "");
    ToolkitProcess runner = start(NAME + ".yaml");
    runner.awaitUntil(() -> rows("train-slowly") > 1);
    runner.worker().destroy();
    runner.ended();

    assertThat(runner.exitCode()).as(runner.output()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(outcomes().get("train")).isInstanceOf(Outcome.Completed.class);
    assertThat(outcomes().get("train-slowly")).isInstanceOf(Outcome.Interrupted.class);
  }

  @Test
  void aTerminatedRunnerEndsItsWorkerWithinSeconds() throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("hang", "train-slowly"), 60, "");
    ToolkitProcess runner = start(NAME + ".yaml", "--only", "act=hang");
    runner.awaitUntil(() -> rows("hang") == 1);
    ProcessHandle worker = runner.worker();
    runner.signal("TERM");
    runner.awaitEnd(SECONDS_TO_STOP);

    assertThat(runner.exitCode()).isEqualTo(128 + 15);
    assertThat(worker.isAlive()).isFalse();
    assertThat(outcomes()).containsOnlyKeys("hang").containsValue(new Outcome.Interrupted(0));
  }

  @Test
  void aRunnerKilledBetweenTwoRunsLosesNothing() throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("train", "diverge"), 1, "");
    ToolkitProcess runner = start(NAME + ".yaml");
    runner.awaitUntil(() -> !outcomes().isEmpty());
    runner.signal("KILL");
    runner.awaitEnd(SECONDS_TO_STOP);
    String first = outcomes().keySet().iterator().next();
    Map<String, String> done = hashes(first);

    ToolkitProcess second = run(NAME + ".yaml");
    assertThat(second.exitCode()).as(second.output()).isEqualTo(ExitCode.DONE);
    assertThat(outcomes()).containsOnlyKeys("train", "diverge");
    assertThat(hashes(first)).isEqualTo(done);
  }

  @Test
  @Tag("slow")
  void aDamagedPlanIsWrittenAnewAndNothingIsDoneTwice() throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("train"), 1, "");
    run(NAME + ".yaml");
    Path plan = toolkit.results(NAME).resolve("plan.json");
    byte[] whole = Files.readAllBytes(plan);
    Files.write(plan, Arrays.copyOf(whole, whole.length / 2));

    ToolkitProcess verify = run("verify", toolkit.results(NAME).toString());
    assertThat(verify.exitCode()).isEqualTo(ExitCode.CANNOT_RUN);
    assertThat(verify.output()).hasLineCount(1).contains("plan.json");

    ToolkitProcess runner = run(NAME + ".yaml");
    assertThat(runner.exitCode()).as(runner.output()).isEqualTo(ExitCode.DONE);
    assertThat(runner.output()).contains("is written anew").contains("of which 0 are to be done");
    assertThat(Files.readAllBytes(plan)).isEqualTo(whole);
  }

  @Test
  void aBudgetTakesWholeBlocksAndSmokeStaysApart() throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("train", "diverge"), 1, "");
    Path file = folder.resolve(NAME + ".yaml");
    Files.writeString(file, Files.readString(file).replace("repeats: 1", "repeats: 3"));

    // Two runs of two seconds each, as far as anybody can know, do not fit.
    ToolkitProcess none = run(NAME + ".yaml", "--budget", "3s");
    assertThat(none.output()).contains("6 runs are left for the next time");
    assertThat(toolkit.runs(NAME)).isEmpty();

    ToolkitProcess smoke = run(NAME + ".yaml", "--smoke");
    assertThat(smoke.exitCode()).as(smoke.output()).isEqualTo(ExitCode.DONE);
    assertThat(toolkit.runs(NAME)).isEmpty();
    assertThat(toolkit.runs(NAME + "/smoke")).hasSize(1);

    ToolkitProcess some = run(NAME + ".yaml", "--budget", "6s");
    assertThat(some.exitCode()).as(some.output()).isEqualTo(ExitCode.DONE);
    assertThat(toolkit.runs(NAME).size()).isGreaterThanOrEqualTo(2).isEven();
    assertThat(some.output()).contains("eta");
  }

  private int rows(String act) {
    try {
      for (Path run : toolkit.runs(NAME)) {
        Path epochs = new RunFolder(run).epochs();
        if (run.toString().contains("act-" + act + "-4") && Files.exists(epochs)) {
          return Files.readAllLines(epochs).size();
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the script where it may mount a small disk on the results folder. */
  private String onADiskOfItsOwn(String script) throws IOException, InterruptedException {
    Path results = toolkit.results(NAME);
    String mount = "mount -t tmpfs -o size=400k tmpfs '" + results + "'";
    assumeTrue(
        shell("true && " + mount).exitValue() == 0,
        "no small disk can be mounted here (unshare --map-root-user --mount; mount -t tmpfs)");
    String runner =
        "'" + String.join("' '", ToolkitProcess.command(toolkit.home(), List.of())) + "'";
    Path calibration = results.resolve("calibration.json");
    Process shell =
        shell(
            "cp '%s' calibration && %s && cp calibration '%s' && run() { %s \"$@\"; echo exit $?; } && %s"
                .formatted(calibration, mount, calibration, runner, script));
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Process shell(String script) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount"));
    command.addAll(List.of("sh", "-c", script));
    Path out = Files.createTempFile(folder, "shell", ".txt");
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      return process;
    } catch (IOException e) {
      assumeTrue(false, "no small disk can be mounted here: " + e.getMessage());
      throw e;
    } finally {
      Files.delete(out);
    }
  }

  @Test
  void aFullDiskLosesNothingAndTheSameCommandGoesOnWhenThereIsRoom()
      throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("train", "diverge"), 2, "");
    String results = toolkit.results(NAME).toString();
    String output =
        onADiskOfItsOwn(
            """
            run faults.yaml --only act=train &&
            find '%1$s/runs' -type f -exec sha256sum {} + | sort > before;
            cat /dev/zero > '%1$s/ballast' 2>/dev/null;
            echo full; run faults.yaml;
            rm '%1$s/ballast';
            sha256sum --check --quiet before && echo intact;
            echo room; run faults.yaml;
            sha256sum --check --quiet before && echo intact;
            rm -rf kept; cp -r '%1$s' kept
            """
                .formatted(results));

    assertThat(output)
        .containsSubsequence("exit 0", "full", "No space left", "exit 3", "intact", "room")
        .containsSubsequence("room", "of which 1 are to be done", "exit 0", "intact");
    assertThat(folder.resolve("kept/runs")).isDirectory();
    try (var runs = Files.list(folder.resolve("kept/runs"))) {
      assertThat(runs).hasSize(2);
    }
  }

  @Test
  @Tag("slow")
  void aReadOnlyFolderIsOneSentenceAndLosesNothing() throws IOException, InterruptedException {
    toolkit.experiment(NAME, List.of("train", "diverge"), 1, "");
    String results = toolkit.results(NAME).toString();
    String output =
        onADiskOfItsOwn(
            """
            run faults.yaml --only act=train;
            mount -o remount,ro '%1$s'; echo read-only; run faults.yaml;
            mount -o remount,rw '%1$s'; echo writable; run faults.yaml
            """
                .formatted(results));

    assertThat(output)
        .containsSubsequence("exit 0", "read-only", "Read-only file system", "exit 3")
        .containsSubsequence("writable", "of which 1 are to be done", "exit 0");
  }
}

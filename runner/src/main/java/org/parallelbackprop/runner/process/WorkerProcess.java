package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.Sha256;

/**
 * One worker at work. It is connected to this process by nothing but its folder: its output goes to
 * the log file by itself, and progress is read from the rows it leaves.
 */
final class WorkerProcess {

  private static final long POLL_MILLISECONDS = 50;

  /** A worker that was asked to stop gives its epoch two seconds and then writes its outcome. */
  private static final int SECONDS_TO_STOP = 8;

  private static final int KILLED = 128 + 9;

  /** Exit codes after SIGINT and SIGTERM; Windows has 1. */
  private static final Set<Integer> SIGNALS = Set.of(128 + 2, 128 + 15, 1);

  private final Process process;
  private final RunFolder folder;
  private int rowsSeen;

  private WorkerProcess(Process process, RunFolder folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts a worker on a folder that holds its request. */
  static WorkerProcess start(List<String> command, RunFolder folder) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.log().toFile())
            .start();
    process.getOutputStream().close();
    return new WorkerProcess(process, folder);
  }

  long processId() {
    return process.pid();
  }

  /**
   * Waits for its end.
   *
   * @param limit time after which it is ended
   * @param onEpoch told of every epoch as it ends
   * @return how it ended; there is an {@code outcome.json} now, written here if the worker could
   *     not
   */
  Outcome await(Duration limit, Consumer<EpochRow> onEpoch)
      throws IOException, InterruptedException {
    RunnerClock clock = new RunnerClock();
    while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      showRows(onEpoch);
      if (clock.elapsed().compareTo(limit) > 0) {
        stop();
        return finish(new Outcome.TimedOut(limit.toMillis() / 1e3));
      }
    }
    showRows(onEpoch);
    int exit = process.exitValue();
    if (Files.exists(folder.outcome())) {
      Outcome outcome = Json.read(folder.outcome(), RunOutcome.class).outcome();
      // To the worker System.exit looks like a signal; its exit code tells that it was none.
      return outcome instanceof Outcome.Interrupted && !SIGNALS.contains(exit)
          ? finish(new Outcome.Failed("the engine ended the process with exit code " + exit))
          : outcome;
    }
    String how = exit == KILLED ? "was killed" : "ended with exit code " + exit;
    Optional<String> memory = WorkerLog.outOfMemory(folder.log());
    if (memory.isPresent()) {
      return finish(new Outcome.OutOfMemory(memory.get()));
    }
    return finish(new Outcome.Failed("the worker " + how + " before it wrote an outcome"));
  }

  /** Asks it to stop, and ends it if it does not. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private void showRows(Consumer<EpochRow> onEpoch) throws IOException {
    List<EpochRow> rows = rows();
    for (EpochRow row : rows.subList(Math.min(rowsSeen, rows.size()), rows.size())) {
      onEpoch.accept(row);
    }
    rowsSeen = rows.size();
  }

  private List<EpochRow> rows() throws IOException {
    try {
      return Files.exists(folder.epochs()) ? EpochsFile.read(folder.epochs()) : List.of();
    } catch (CorruptFileException e) {
      // Its header is being written; a file that stays corrupt is noticed when the run is checked.
      return List.of();
    }
  }

  private Outcome finish(Outcome outcome) throws IOException {
    TreeMap<String, String> hashes = new TreeMap<>();
    hashes.put(folder.request().getFileName().toString(), Sha256.of(folder.request()));
    Json.write(
        folder.outcome(),
        new RunOutcome(
            RunOutcome.SCHEMA,
            folder.path().getFileName().toString(),
            RunnerClock.timestamp(),
            outcome,
            rows().size(),
            hashes));
    return outcome;
  }
}

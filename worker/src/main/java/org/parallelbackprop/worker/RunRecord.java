package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.parallelbackprop.results.Energy;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.Sha256;

/**
 * What the run leaves in its folder. Safe for use by the thread that trains and the one that is
 * started when the process is told to stop: whichever finishes the record first decides how the run
 * ended.
 */
final class RunRecord implements AutoCloseable {

  private final String runId;
  private final RunFolder folder;
  private final EpochsFile.Appender epochs;
  private int epochsCompleted;
  private boolean finished;

  private RunRecord(String runId, RunFolder folder, EpochsFile.Appender epochs) {
    this.runId = runId;
    this.folder = folder;
    this.epochs = epochs;
  }

  /**
   * Starts the record of a run.
   *
   * @throws IOException if the folder has one already or cannot be written
   */
  static RunRecord create(String runId, RunFolder folder) throws IOException {
    return new RunRecord(runId, folder, new EpochsFile.Appender(folder.epochs()));
  }

  /** Adds an epoch; it is in the file when this returns. Without effect on a finished record. */
  synchronized void append(EpochRow row) throws IOException {
    if (!finished) {
      epochs.append(row);
      epochsCompleted++;
    }
  }

  /** Writes the manifest. Without effect on a finished record. */
  synchronized void write(Manifest manifest) throws IOException {
    if (!finished) {
      Json.write(folder.manifest(), manifest);
    }
  }

  /** Writes the energy that was used. Without effect on a finished record. */
  synchronized void write(Energy energy) throws IOException {
    if (!finished) {
      Json.write(folder.energy(), energy);
    }
  }

  /** Epochs recorded so far. */
  synchronized int epochsCompleted() {
    return epochsCompleted;
  }

  /**
   * Writes {@code outcome.json} with the hashes of all other files, if nobody has yet.
   *
   * @return whether this call decided the outcome
   */
  synchronized boolean finish(Outcome outcome) throws IOException {
    if (finished) {
      return false;
    }
    finished = true;
    epochs.close();
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Path file : leftFiles()) {
      if (Files.exists(file)) {
        String name = folder.path().relativize(file).toString().replace('\\', '/');
        hashes.put(name, Sha256.of(file));
      }
    }
    Json.write(
        folder.outcome(),
        new RunOutcome(
            RunOutcome.SCHEMA, runId, WorkerClock.timestamp(), outcome, epochsCompleted, hashes));
    return true;
  }

  private List<Path> leftFiles() {
    List<Path> files = new ArrayList<>();
    files.add(folder.request());
    files.add(folder.epochs());
    files.add(folder.manifest());
    files.add(folder.energy());
    files.add(folder.parameters());
    for (Moment moment : Moment.values()) {
      files.add(folder.snapshot(moment));
    }
    return files;
  }

  @Override
  public synchronized void close() throws IOException {
    epochs.close();
  }
}

package org.parallelbackprop.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a run ended and what it left; {@code outcome.json}, the last file to be written.
 *
 * <p>A run is done only if this file says so and the files it lists have the hashes it lists.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param runId the run
 * @param finishedAt when, ISO 8601 in UTC
 * @param outcome how it ended
 * @param epochsCompleted rows of {@code epochs.csv}
 * @param files SHA-256 by name of the other files of the run, the log apart
 */
public record RunOutcome(
    int schema,
    String runId,
    String finishedAt,
    Outcome outcome,
    int epochsCompleted,
    SortedMap<String, String> files) {

  /** Version of the format that this release writes. */
  public static final int SCHEMA = 1;

  /** Names inside the folder of the run; nothing that leads out of it. */
  private static final Pattern FILE_NAME = Pattern.compile("([a-z0-9-]+/)?[a-z0-9-]+\\.[a-z0-9]+");

  public RunOutcome {
    SchemaVersion.require(SCHEMA, schema);
    RunId.require(runId);
    if (epochsCompleted < 0) {
      throw new IllegalArgumentException("epochs completed cannot be " + epochsCompleted);
    }
    if (outcome instanceof Outcome.Completed && epochsCompleted == 0) {
      throw new IllegalArgumentException("a completed run has completed epochs");
    }
    for (String name : files.keySet()) {
      if (!FILE_NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("\"" + name + "\" is no file of a run");
      }
    }
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * What is wrong with the files that this vouches for: the first of them that is missing or has
   * another hash. Every run has its request, its rows and its manifest.
   *
   * @return a clause, empty if all is well
   * @throws IOException if a file cannot be read
   */
  public Optional<String> damage(RunFolder folder) throws IOException {
    for (Path required : List.of(folder.request(), folder.epochs(), folder.manifest())) {
      if (!files.containsKey(required.getFileName().toString())) {
        return Optional.of("its outcome does not vouch for " + required.getFileName());
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.path().resolve(file.getKey());
      if (!Files.isRegularFile(path)) {
        return Optional.of(file.getKey() + " is missing");
      }
      if (!Sha256.of(path).equals(file.getValue())) {
        return Optional.of(file.getKey() + " is not what the run left");
      }
    }
    int rows = EpochsFile.read(folder.epochs()).size();
    return rows == epochsCompleted
        ? Optional.empty()
        : Optional.of(
            "%d epochs were completed, but epochs.csv has %d".formatted(epochsCompleted, rows));
  }
}

package org.parallelbackprop.results;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

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

  public RunOutcome {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }
}

package org.parallelbackprop.results;

import org.jspecify.annotations.Nullable;

/**
 * All that a worker process must know to do one run; {@code request.json} in the run's folder.
 *
 * <p>The worker is started with the path of this file, reads nothing else but the data set, and
 * leaves all it did in the folder that holds this file. Any program that can write the file and
 * start a JVM can have a run done, on this machine or on another.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param runId the run
 * @param cellId the cell it belongs to
 * @param block number of the repeat, from 1
 * @param seed seed of initial weights and batch order
 * @param settings what is to be done
 * @param dataFolder folder of the data set's files; null for a data set that is generated
 * @param keepParameters whether to leave {@code parameters.safetensors}
 * @param source state of the sources that the toolkit was built from, for the record; null if
 *     unknown
 */
public record RunRequest(
    int schema,
    String runId,
    String cellId,
    int block,
    long seed,
    CellSettings settings,
    @Nullable String dataFolder,
    boolean keepParameters,
    @Nullable Source source) {

  /** Version of the format that this release writes. */
  public static final int SCHEMA = 1;

  public RunRequest {
    SchemaVersion.require(SCHEMA, schema);
    RunId.require(runId);
  }

  /**
   * Where the sources stood.
   *
   * @param commit git commit
   * @param treeState {@code clean} or {@code modified}: whether they differed from that commit
   */
  public record Source(String commit, String treeState) {}
}

package org.parallelbackprop.results;

import java.nio.file.Path;

/**
 * The folder of one experiment's results.
 *
 * @param path the folder
 */
public record ResultsFolder(Path path) {

  /** {@link Plan}. */
  public Path plan() {
    return path.resolve("plan.json");
  }

  /** {@link Calibration}. */
  public Path calibration() {
    return path.resolve("calibration.json");
  }

  /** What the calibration printed. */
  public Path calibrationLog() {
    return path.resolve("calibration.log");
  }

  /** Folder of a run. */
  public RunFolder run(String runId) {
    return new RunFolder(path.resolve("runs").resolve(runId));
  }

  /** Runs of this folder that were done again. */
  public ResultsFolder verification() {
    return new ResultsFolder(path.resolve("verification"));
  }

  /** {@link Agreement}, in the folder of a verification. */
  public Path agreement() {
    return path.resolve("agreement.json");
  }

  /** The generated report. */
  public Path report() {
    return path.resolve("report.md");
  }
}

package org.parallelbackprop.results;

import java.nio.file.Path;

/**
 * The folder of one run and the names of its files.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  /** {@link RunRequest}. */
  public Path request() {
    return path.resolve("request.json");
  }

  /** {@link EpochsFile}. */
  public Path epochs() {
    return path.resolve("epochs.csv");
  }

  /** {@link Manifest}. */
  public Path manifest() {
    return path.resolve("manifest.json");
  }

  /** {@link Energy}, where counters can be read. */
  public Path energy() {
    return path.resolve("energy.json");
  }

  /** {@link RunOutcome}. */
  public Path outcome() {
    return path.resolve("outcome.json");
  }

  /** Trained parameters, if kept. */
  public Path parameters() {
    return path.resolve("parameters.safetensors");
  }

  /** Parameters at a moment of the training, if this run leaves them; {@link TensorsFile}. */
  public Path snapshot(Moment moment) {
    return path.resolve("snapshots").resolve(moment.key() + ".safetensors");
  }

  /** What the worker printed. */
  public Path log() {
    return path.resolve("log.txt");
  }
}

package org.parallelbackprop.datasets;

import java.nio.file.Path;

/** Whether a data set is there, as far as can be told without reading its files. */
public sealed interface DatasetPresence {

  /** It is drawn when it is needed. */
  record Drawn() implements DatasetPresence {}

  /**
   * All its files are there.
   *
   * @param folder where
   */
  record Present(Path folder) implements DatasetPresence {}

  /**
   * Files are missing.
   *
   * @param sentence which, and what to do
   */
  record Missing(String sentence) implements DatasetPresence {}
}

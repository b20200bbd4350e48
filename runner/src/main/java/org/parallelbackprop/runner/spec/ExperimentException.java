package org.parallelbackprop.runner.spec;

import java.io.Serial;
import java.util.List;

/** An experiment file is wrong; the message has one line for each thing that is. */
public final class ExperimentException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /**
   * All that is wrong.
   *
   * @param lines {@code FILE:LINE:COLUMN: what is wrong and what is allowed}, or {@code FILE: …}
   *     for the file as a whole
   */
  public ExperimentException(List<String> lines) {
    super(String.join("\n", lines));
  }
}

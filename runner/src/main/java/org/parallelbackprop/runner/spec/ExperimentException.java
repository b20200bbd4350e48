package org.parallelbackprop.runner.spec;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** An experiment file is wrong; the message has one line for each thing that is. */
public final class ExperimentException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /** The longest sentence of ours is far shorter; what it quotes may not be. */
  private static final int MAX_LINE = 1000;

  /**
   * All that is wrong.
   *
   * @param lines {@code FILE:LINE:COLUMN: what is wrong and what is allowed}, or {@code FILE: …}
   *     for the file as a whole
   */
  public ExperimentException(List<String> lines) {
    super(
        lines.stream()
            .map(line -> Quotation.shortened(line, MAX_LINE))
            .collect(Collectors.joining("\n")));
  }
}

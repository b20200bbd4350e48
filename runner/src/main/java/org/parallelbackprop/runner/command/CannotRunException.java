package org.parallelbackprop.runner.command;

import java.io.Serial;

/** The environment cannot do what is asked; the message is the sentence for the user. */
final class CannotRunException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  CannotRunException(String sentence) {
    super(sentence);
  }
}

package org.parallelbackprop.runner.command;

/** What the process ends with. */
final class ExitCode {

  /** All runs have a result, those apart whose engine is not available here. */
  static final int DONE = 0;

  /** Some runs ended without a result. */
  static final int SOME_FAILED = 1;

  /** Wrong file or arguments. */
  static final int WRONG_INPUT = 2;

  /** The environment cannot run it. */
  static final int CANNOT_RUN = 3;

  /** A run that was done again, a report or a comparison is not what it must be. */
  static final int VERIFICATION_FAILED = 4;

  private ExitCode() {}
}

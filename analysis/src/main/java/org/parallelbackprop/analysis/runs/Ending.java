package org.parallelbackprop.analysis.runs;

import org.parallelbackprop.results.Outcome;

/** Why a run has no result, in a word or two. */
public enum Ending {
  NOT_RUN("not run"),
  UNAVAILABLE("unavailable"),
  UNFINISHED("unfinished"),
  DIVERGED("diverged"),
  FAILED("failed"),
  TIMED_OUT("timed out"),
  OUT_OF_MEMORY("out of memory"),
  INTERRUPTED("interrupted"),
  DAMAGED("damaged");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  /**
   * How a run ended that did not complete.
   *
   * @throws IllegalArgumentException if it did
   */
  static Ending of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed _ -> throw new IllegalArgumentException("the run completed");
      case Outcome.Diverged _ -> DIVERGED;
      case Outcome.Failed _ -> FAILED;
      case Outcome.TimedOut _ -> TIMED_OUT;
      case Outcome.OutOfMemory _ -> OUT_OF_MEMORY;
      case Outcome.Unavailable _ -> UNAVAILABLE;
      case Outcome.Interrupted _ -> INTERRUPTED;
    };
  }

  /** In running text. */
  public String words() {
    return words;
  }

  /** Whether the work itself was begun: what is asked for and was not tried says nothing. */
  public boolean isTried() {
    return this != NOT_RUN && this != UNAVAILABLE;
  }
}

package org.parallelbackprop.runner.process;

import org.parallelbackprop.results.PlannedRun;

/**
 * What is known about a planned run.
 *
 * @param run the run
 * @param state how far it is
 * @param otherBuild whether it is done, but by another build of the toolkit or its libraries than
 *     this one
 */
public record RunReview(PlannedRun run, RunState state, boolean otherBuild) {

  /** Why it is as it is, as a clause. */
  public String why() {
    return state.why() + (otherBuild ? ", by another build" : "");
  }

  /** What it is called in lists. */
  public String word() {
    return otherBuild ? "stale" : state.word();
  }
}

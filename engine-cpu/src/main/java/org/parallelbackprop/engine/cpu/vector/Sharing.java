package org.parallelbackprop.engine.cpu.vector;

import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * What the workers of a team share beyond the work itself.
 *
 * @param commonInputs whether they have inputs in common, of which each fetches a part, instead of
 *     each its own
 * @param leastTakenOver fewest multiply-adds for which one takes over another's work
 */
record Sharing(boolean commonInputs, double leastTakenOver) {

  /**
   * Multiply-adds for which it is worth to take over another's work: some ten microseconds, in
   * which its weights, which are in the other core's cache, come here.
   */
  private static final double WORTHWHILE = 1e6;

  /**
   * What measured best. Of workers who take turns on a processor, its cache then holds the inputs
   * once for all; and who waits for its turn leaves no processor idle, so that there is nothing to
   * gain by taking over its work.
   */
  static Sharing of(WorkerTeam team) {
    return team.fitsProcessors()
        ? new Sharing(false, WORTHWHILE)
        : new Sharing(true, Double.POSITIVE_INFINITY);
  }

  /** The same inputs, but another least. */
  Sharing takingOver(double least) {
    return new Sharing(commonInputs, least);
  }
}

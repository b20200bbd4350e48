package org.parallelbackprop.runner.process;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.PlannedRun;

/** Is told what happens, as it happens. */
public interface RunListener {

  /**
   * A run starts.
   *
   * @param number which of those that are done now, from 1
   * @param total how many are done now
   * @param secondsLeft until all are done, if it can be guessed
   * @param why it is done, as a clause
   */
  void starts(
      PlannedRun run, Cell cell, int number, int total, OptionalDouble secondsLeft, String why);

  /** The time that may be spent does not hold the next block; so many runs are left. */
  void budgetEnds(int runsLeft);

  /** Native libraries of some megabytes are about to be fetched for an engine. */
  void fetches(String engine, int megabytes);

  /** An epoch of the run ended. */
  void epochEnds(EpochRow row, int epochs);

  /** The run ended. */
  void ends(PlannedRun run, Outcome outcome, Path log);
}

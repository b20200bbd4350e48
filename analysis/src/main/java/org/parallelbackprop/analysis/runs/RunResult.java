package org.parallelbackprop.analysis.runs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Energy;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.RunFolder;

/**
 * A planned run and what its files hold.
 *
 * @param planned the run
 * @param cell its cell
 * @param folder where its files are
 * @param state whether it counts
 * @param manifest null if it has none that can be read
 * @param epochs the rows of its completed epochs; empty unless {@code state} is {@link Done}
 * @param energy what its training took; null where nothing counts it
 */
public record RunResult(
    PlannedRun planned,
    Cell cell,
    RunFolder folder,
    State state,
    @Nullable Manifest manifest,
    List<EpochRow> epochs,
    @Nullable Energy energy) {

  /** Whether a run counts. */
  public sealed interface State {}

  /**
   * It completed and its files are those that it left.
   *
   * @param parametersSha256 hash of the trained parameters
   */
  public record Done(String parametersSha256) implements State {}

  /**
   * It has no result.
   *
   * @param ending why, in a word or two
   * @param reason why, one line
   */
  public record NotDone(Ending ending, String reason) implements State {}

  public RunResult {
    epochs = List.copyOf(epochs);
  }

  /** Whether it counts. */
  public boolean isDone() {
    return state instanceof Done;
  }

  /** Training time of the first k epochs together. */
  public double trainSecondsUpTo(int epoch) {
    return epochs.stream()
        .filter(row -> row.epoch() <= epoch)
        .mapToDouble(EpochRow::trainSeconds)
        .sum();
  }
}

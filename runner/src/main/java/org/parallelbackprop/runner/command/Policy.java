package org.parallelbackprop.runner.command;

import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.runner.process.GridExecution;
import org.parallelbackprop.runner.process.RunReview;
import org.parallelbackprop.runner.process.RunState;
import picocli.CommandLine.Option;

/**
 * Which runs are done again. Without options: what has no result, for whatever reason, is tried
 * again; what has one is kept, also if another build made it.
 */
final class Policy {

  @Option(
      names = "--rerun",
      paramLabel = "KEY=VALUE[,…]",
      description = "Do these cells again even if they are done. May be repeated.")
  private List<String> rerun = new ArrayList<>();

  @Option(
      names = "--skip-failed",
      description = "Leave runs alone that failed, timed out or ran out of memory before.")
  private boolean skipFailed;

  @Option(
      names = "--stale",
      paramLabel = "keep|rerun",
      description = "What to do with results of another build. Default: ${DEFAULT-VALUE}.")
  private Stale stale = Stale.keep;

  /** What happens to results of another build; the names are those of the command line. */
  enum Stale {
    keep,
    rerun
  }

  /**
   * The runs to be done, with reasons.
   *
   * @throws IllegalArgumentException if a filter meets no cell
   */
  List<GridExecution.Task> tasks(Plan plan, List<RunReview> reviews) {
    List<CellFilter> again = Selection.filters(rerun, plan);
    List<GridExecution.Task> tasks = new ArrayList<>();
    for (RunReview review : reviews) {
      boolean wanted =
          review.state().isDone()
              ? review.otherBuild() && stale == Stale.rerun
              : !(skipFailed && hasFailed(review.state()));
      if (wanted) {
        tasks.add(new GridExecution.Task(review.run(), review.why()));
      } else if (Selection.meets(again, plan.cell(review.run()))) {
        tasks.add(new GridExecution.Task(review.run(), "--rerun asks for it"));
      }
    }
    return tasks;
  }

  private static boolean hasFailed(RunState state) {
    return state instanceof RunState.WithoutResult(Outcome outcome)
        && (outcome instanceof Outcome.Failed
            || outcome instanceof Outcome.TimedOut
            || outcome instanceof Outcome.OutOfMemory);
  }
}

package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.RunRequest;

/** How far a planned run is, as its folder tells. */
public sealed interface RunState {

  /**
   * There is a result: the run completed, or it diverged, which is a result too.
   *
   * @param outcome how it ended
   */
  record Done(RunOutcome outcome) implements RunState {}

  /** It was never started. */
  record Missing() implements RunState {}

  /**
   * It ended without a result.
   *
   * @param outcome how
   */
  record WithoutResult(Outcome outcome) implements RunState {}

  /** It was started, and its process is gone without having written an outcome. */
  record Dead() implements RunState {}

  /**
   * Its files are not what its outcome says they are.
   *
   * @param problem what is wrong, as a clause
   */
  record Damaged(String problem) implements RunState {}

  /**
   * Reads the state of a run.
   *
   * @throws IOException if the folder cannot be read
   */
  static RunState of(PlannedRun run, RunFolder folder) throws IOException {
    if (!Files.exists(folder.request())) {
      return Files.exists(folder.path()) ? new Dead() : new Missing();
    }
    try {
      RunRequest request = Json.read(folder.request(), RunRequest.class);
      if (!request.cellId().equals(run.cellId()) || request.seed() != run.seed()) {
        return new Damaged("its request asks for something else than the plan");
      }
      if (!Files.exists(folder.outcome())) {
        return new Dead();
      }
      RunOutcome outcome = Json.read(folder.outcome(), RunOutcome.class);
      return switch (outcome.outcome()) {
        case Outcome.Completed _, Outcome.Diverged _ -> verified(outcome, request, folder);
        case Outcome.Failed _,
            Outcome.TimedOut _,
            Outcome.OutOfMemory _,
            Outcome.Unavailable _,
            Outcome.Interrupted _ ->
            new WithoutResult(outcome.outcome());
      };
    } catch (CorruptFileException e) {
      return new Damaged(String.valueOf(e.getMessage()));
    }
  }

  private static RunState verified(RunOutcome outcome, RunRequest request, RunFolder folder)
      throws IOException {
    Optional<String> damage = outcome.damage(folder);
    if (damage.isPresent()) {
      return new Damaged(damage.get());
    }
    int asked = request.settings().epochs();
    if (outcome.outcome() instanceof Outcome.Completed && outcome.epochsCompleted() != asked) {
      return new Damaged(outcome.epochsCompleted() + " epochs were completed, not " + asked);
    }
    return new Done(outcome);
  }

  /** Whether there is nothing left to do. */
  default boolean isDone() {
    return this instanceof Done;
  }

  /** What the state is called in lists. */
  default String word() {
    return switch (this) {
      case Done _ -> "done";
      case Missing _ -> "missing";
      case WithoutResult(Outcome.Interrupted _) -> "interrupted";
      case WithoutResult(Outcome.Unavailable _) -> "unavailable";
      case WithoutResult _ -> "failed";
      case Dead _ -> "dead";
      case Damaged _ -> "damaged";
    };
  }

  /** Why it will or will not be run, as a clause. */
  default String why() {
    return switch (this) {
      case Done(RunOutcome outcome) -> outcome.outcome().describe();
      case Missing _ -> "was never started";
      case WithoutResult(Outcome outcome) -> outcome.describe();
      case Dead _ -> "was started and ended without an outcome";
      case Damaged(String problem) -> problem;
    };
  }
}

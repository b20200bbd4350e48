package org.parallelbackprop.analysis.findings;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.runs.Ending;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Energy;

/**
 * What the runs of a cell say.
 *
 * @param cell the cell
 * @param runs its runs that completed, in the order of their blocks
 * @param without its other runs
 */
public record CellFinding(Cell cell, List<RunFinding> runs, List<RunResult> without) {

  /** What engines tell in facts is text like any other. */
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

  public CellFinding {
    runs = List.copyOf(runs);
    without = List.copyOf(without);
  }

  /** Whether any of its runs was begun: of the others the plan is all there is. */
  public boolean isTried() {
    return !runs.isEmpty() || without.stream().map(CellFinding::ending).anyMatch(Ending::isTried);
  }

  /** Why its first run that was tried, or else its first run, has no result; null if all have. */
  public @Nullable Ending ending() {
    List<Ending> endings = without.stream().map(CellFinding::ending).toList();
    return endings.stream()
        .filter(Ending::isTried)
        .findFirst()
        .orElse(endings.isEmpty() ? null : endings.getFirst());
  }

  private static Ending ending(RunResult run) {
    return switch (run.state()) {
      case RunResult.NotDone(Ending ending, String reason) -> ending;
      case RunResult.Done done -> throw new IllegalArgumentException("the run has a result");
    };
  }

  /** Time of an epoch in the steady window, one value for each run; null if no run has one. */
  public @Nullable Sample epochSeconds() {
    return sample(RunFinding::epochSeconds);
  }

  /** Time of the first epoch, one value for each run; null without runs. */
  public @Nullable Sample firstEpochSeconds() {
    return sample(RunFinding::firstEpochSeconds);
  }

  /** Accuracy on the test set, one value for each run; null if no run has one. */
  public @Nullable Sample testAccuracy() {
    return sample(RunFinding::testAccuracy);
  }

  /** Time to the target, of the runs that reached it; null if none did. */
  public @Nullable Sample secondsToTarget() {
    return sample(RunFinding::secondsToTarget);
  }

  /** Energy of an epoch in the steady window, one value for each run; null if none counted it. */
  public @Nullable Sample epochJoules(Energy.Part part) {
    return sample(run -> run.epochJoules().get(part));
  }

  /**
   * Share of an epoch's time that launching the kernels takes which follow each other on a GPU, by
   * what an engine measured before its first epoch: median of the runs; empty if it tells nothing.
   */
  public OptionalDouble launchShare() {
    Sample share = sample(CellFinding::launchShare);
    return share == null ? OptionalDouble.empty() : OptionalDouble.of(share.median());
  }

  private static @Nullable Double launchShare(RunFinding run) {
    Map<String, String> facts = Objects.requireNonNull(run.run().manifest()).engine().facts();
    String kernels = facts.getOrDefault("kernels-in-sequence", "");
    String microseconds = facts.getOrDefault("kernel-launch-microseconds", "");
    Double seconds = run.epochSeconds();
    if (seconds == null
        || !AMOUNT.matcher(kernels).matches()
        || !AMOUNT.matcher(microseconds).matches()) {
      return null;
    }
    return Double.parseDouble(kernels) * Double.parseDouble(microseconds) * 1e-6 / seconds;
  }

  /** Floating-point operations of an epoch; null without runs. */
  public @Nullable Double operationsPerEpoch() {
    return runs.isEmpty()
        ? null
        : Objects.requireNonNull(runs.getFirst().run().manifest()).operationsPerEpoch();
  }

  /** Operations of an epoch over its median time, in 10⁹ per second; null without a time. */
  public @Nullable Double gigaflopsPerSecond() {
    Sample seconds = epochSeconds();
    Double operations = operationsPerEpoch();
    return seconds == null || operations == null ? null : operations / seconds.median() / 1e9;
  }

  /** Whether its engine declares that it does other work than asked for. */
  public boolean declaresDifferentWork() {
    return runs.stream()
        .map(run -> Objects.requireNonNull(run.run().manifest()))
        .anyMatch(manifest -> manifest.engine().declaredWork().isPresent());
  }

  private @Nullable Sample sample(Function<RunFinding, @Nullable Double> quantity) {
    double[] values =
        runs.stream()
            .map(quantity)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return values.length == 0 ? null : new Sample(values);
  }
}

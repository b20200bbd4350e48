package org.parallelbackprop.analysis.findings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.Energy;

/**
 * What one completed run says.
 *
 * @param run the run
 * @param firstEpochSeconds time of its first epoch
 * @param epochSeconds median time of an epoch in the steady window; null if it has none
 * @param testAccuracy accuracy on the test set after the last epoch; null if it was not measured
 * @param secondsToTarget training time until the target accuracy; null if there is no target or it
 *     was not reached
 * @param epochJoules median energy of an epoch in the steady window, by what was counted; without
 *     what was not
 * @param outliers epochs of the steady window whose time lies far from the others
 * @param driftPerEpoch slope of the times in the steady window relative to their median; null with
 *     fewer than three
 */
public record RunFinding(
    RunResult run,
    double firstEpochSeconds,
    @Nullable Double epochSeconds,
    @Nullable Double testAccuracy,
    @Nullable Double secondsToTarget,
    Map<Energy.Part, Double> epochJoules,
    List<Integer> outliers,
    @Nullable Double driftPerEpoch) {

  public RunFinding {
    epochJoules = Map.copyOf(epochJoules);
    outliers = List.copyOf(outliers);
  }
}

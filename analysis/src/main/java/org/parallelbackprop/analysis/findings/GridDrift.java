package org.parallelbackprop.analysis.findings;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.parallelbackprop.analysis.runs.Experiment;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.analysis.statistics.MannKendall;
import org.parallelbackprop.analysis.statistics.PairedRatio;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.analysis.statistics.Trend;
import org.parallelbackprop.results.Manifest;

/**
 * Whether the machine became slower or faster while the grid ran, by the time of the sentinel, the
 * small fixed piece of work before each run, in the order in which the runs began.
 *
 * @param runs number of runs
 * @param change of the sentinel's time from the first run to the last, relative to its median
 *     (Theil–Sen)
 * @param pValue of no trend (Mann–Kendall)
 * @param offsets by run id, how far the trend is from its middle when the run began, relative to
 *     the median
 */
public record GridDrift(int runs, double change, double pValue, Map<String, Double> offsets) {

  /** With fewer runs no order is improbable enough: of five, one in sixty. */
  private static final int FEWEST_RUNS = 5;

  public GridDrift {
    offsets = Map.copyOf(offsets);
  }

  /** The drift over the completed runs; empty if they are too few to tell. */
  static Optional<GridDrift> of(Experiment experiment) {
    List<Manifest> inOrder =
        experiment.runs().stream()
            .filter(RunResult::isDone)
            .map(run -> Objects.requireNonNull(run.manifest()))
            .sorted(Comparator.comparing(Manifest::startedAt).thenComparing(Manifest::runId))
            .toList();
    int n = inOrder.size();
    if (n < FEWEST_RUNS) {
      return Optional.empty();
    }
    double[] seconds =
        inOrder.stream().mapToDouble(run -> run.before().sentinelSeconds()).toArray();
    double[] places = new double[n];
    for (int i = 0; i < n; i++) {
      places[i] = i;
    }
    double slope = Trend.slope(places, seconds) / new Sample(seconds).median();
    Map<String, Double> offsets = new HashMap<>();
    for (int i = 0; i < n; i++) {
      offsets.put(inOrder.get(i).runId(), slope * (i - (n - 1) / 2.0));
    }
    return Optional.of(
        new GridDrift(n, slope * (n - 1), MannKendall.of(seconds).pValue(), offsets));
  }

  /** Whether the trend is more than chance. */
  public boolean isSignificant() {
    return pValue < PairedRatio.SIGNIFICANCE;
  }

  /**
   * Whether the machine drifted by more than is worth a word.
   *
   * @param minimumEffect smallest relative change that is worth one
   */
  public boolean isDrift(double minimumEffect) {
    return isSignificant() && Math.abs(change) > minimumEffect;
  }
}

package org.parallelbackprop.analysis.runs;

import java.util.ArrayList;
import java.util.List;

/**
 * Two completed runs of the same block with the same seed.
 *
 * @param baseline the run that the other is compared with
 * @param candidate the other
 */
public record RunPair(RunResult baseline, RunResult candidate) {

  /** All pairs of two cells' runs, in the order of their blocks. */
  public static List<RunPair> of(List<RunResult> baselines, List<RunResult> candidates) {
    List<RunPair> pairs = new ArrayList<>();
    for (RunResult baseline : baselines) {
      for (RunResult candidate : candidates) {
        if (baseline.isDone()
            && candidate.isDone()
            && baseline.planned().block() == candidate.planned().block()
            && baseline.planned().seed() == candidate.planned().seed()) {
          pairs.add(new RunPair(baseline, candidate));
        }
      }
    }
    return pairs;
  }
}

package org.parallelbackprop.analysis.equivalence;

import java.util.List;
import java.util.Objects;
import org.parallelbackprop.analysis.runs.RunPair;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.Manifest;

/** Judges from the files of runs whether two cells did the same work. */
public final class EqualWork {

  private EqualWork() {}

  /**
   * Judges.
   *
   * @param pairs completed runs of the two cells, paired by block and seed
   */
  public static WorkVerdict judge(List<RunPair> pairs) {
    if (pairs.isEmpty()) {
      return new WorkVerdict.NotKnown("no two completed runs of the same block and seed");
    }
    for (RunPair pair : pairs) {
      Manifest baseline = Objects.requireNonNull(pair.baseline().manifest());
      Manifest candidate = Objects.requireNonNull(pair.candidate().manifest());
      if (!baseline.dataset().equals(candidate.dataset())) {
        return new WorkVerdict.DifferentWork("other examples");
      }
      if (!baseline.initialParametersSha256().equals(candidate.initialParametersSha256())) {
        return new WorkVerdict.DifferentWork("other initial parameters");
      }
    }
    if (pairs.stream().allMatch(EqualWork::sameBits)) {
      return new WorkVerdict.SameBits(pairs.size());
    }
    return new WorkVerdict.NotKnown("other bits, and the runs left no parameters to compare");
  }

  private static boolean sameBits(RunPair pair) {
    return pair.baseline().state() instanceof RunResult.Done(String a)
        && pair.candidate().state() instanceof RunResult.Done(String b)
        && a.equals(b);
  }
}

package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.results.Conditions;
import org.parallelbackprop.results.Manifest;

/** What else the machine did before and during a run, as the run's manifest tells. */
final class Disturbances {

  private final double medianSentinel;
  private final double minimumEffect;

  /**
   * Disturbances of the runs of an experiment.
   *
   * @param medianSentinel median of the sentinel's times before all runs, in seconds
   * @param minimumEffect smallest relative change of a time that counts
   */
  Disturbances(double medianSentinel, double minimumEffect) {
    this.medianSentinel = medianSentinel;
    this.minimumEffect = minimumEffect;
  }

  /**
   * Those of a run, a clause each.
   *
   * @param trainSeconds how long it trained
   */
  List<String> of(Manifest manifest, double trainSeconds) {
    List<String> found = new ArrayList<>();
    Conditions before = manifest.before();
    Double load = before.loadAverage1Min();
    int processors = manifest.machine().availableProcessors();
    if (load != null && load > processors) {
      found.add(
          "load average %s on %d processors before it began"
              .formatted(Numbers.decimals(load, 2), processors));
    }
    threads(manifest, found);
    double sentinel = before.sentinelSeconds() / medianSentinel;
    if (Math.abs(sentinel - 1) > minimumEffect) {
      found.add(
          "the sentinel before it took %s of its median over the grid"
              .formatted(Numbers.percent(sentinel)));
    }
    Conditions after = manifest.after();
    if (after != null) {
      during(before, after, trainSeconds, found);
    }
    return found;
  }

  /** More threads than processors, or than the quota pays for, wait for each other. */
  private static void threads(Manifest manifest, List<String> found) {
    OptionalInt threads = manifest.engine().threads();
    if (threads.isEmpty()) {
      return;
    }
    int asked = threads.getAsInt();
    int processors = manifest.machine().availableProcessors();
    Double quota = manifest.before().processors().quota();
    if (asked > processors) {
      found.add("%d threads on %d processors".formatted(asked, processors));
    } else if (quota != null && asked > quota) {
      found.add(
          "%d threads, and a quota of %s processors".formatted(asked, Numbers.decimals(quota, 2)));
    }
  }

  private void during(
      Conditions before, Conditions after, double trainSeconds, List<String> found) {
    double sentinel = after.sentinelSeconds() / before.sentinelSeconds();
    if (Math.abs(sentinel - 1) > minimumEffect) {
      found.add(
          "the sentinel after it took %s of its time before".formatted(Numbers.percent(sentinel)));
    }
    long throttled =
        grown(before.counters().throttledPeriods(), after.counters().throttledPeriods());
    if (throttled > 0) {
      found.add("its quota was used up in %d periods".formatted(throttled));
    }
    long swapped = grown(before.counters().swappedPages(), after.counters().swappedPages());
    if (swapped > 0) {
      found.add("%d pages were swapped".formatted(swapped));
    }
    Double stolenBefore = before.counters().stolenSeconds();
    Double stolenAfter = after.counters().stolenSeconds();
    if (stolenBefore != null
        && stolenAfter != null
        && stolenAfter - stolenBefore > minimumEffect * trainSeconds) {
      found.add(
          "other guests of the host took %s s of processor time"
              .formatted(Numbers.decimals(stolenAfter - stolenBefore, 2)));
    }
  }

  private static long grown(@Nullable Long before, @Nullable Long after) {
    return before == null || after == null ? 0 : after - before;
  }
}

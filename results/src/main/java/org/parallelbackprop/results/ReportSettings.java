package org.parallelbackprop.results;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the results are to be analysed, declared before anything runs.
 *
 * @param baseline settings that pick the cells speed-ups are taken against, e.g. {@code
 *     engine=cpu-serial}; empty for none. A cell is compared with the cell that has these settings
 *     and otherwise its own
 * @param targetAccuracy test accuracy whose time to reach is reported, as a fraction; null for none
 * @param steadyFromEpoch first epoch of the steady window; earlier ones are reported apart
 * @param minimumEffect smallest relative change of a time that counts as faster or slower, e.g.
 *     0.05
 */
public record ReportSettings(
    SortedMap<String, String> baseline,
    @Nullable Double targetAccuracy,
    int steadyFromEpoch,
    double minimumEffect) {

  public ReportSettings {
    if (targetAccuracy != null && !(targetAccuracy > 0 && targetAccuracy <= 1)) {
      throw new IllegalArgumentException("target accuracy cannot be " + targetAccuracy);
    }
    Check.atLeast("steady from epoch", 1, steadyFromEpoch);
    Check.amount("minimum effect", minimumEffect);
    baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
  }
}

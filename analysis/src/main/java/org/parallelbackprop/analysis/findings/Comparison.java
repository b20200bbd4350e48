package org.parallelbackprop.analysis.findings;

import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.equivalence.WorkComparison;
import org.parallelbackprop.analysis.statistics.PairedRatio;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Cell;

/**
 * A cell beside its baseline.
 *
 * @param baseline the cell that it is compared with
 * @param work whether both did the same work
 * @param speedUp time of an epoch of the baseline over that of the cell; null unless they did the
 *     same work and a pair of runs has both times
 * @param accuracyDifference test accuracy of the cell minus that of the baseline, one value for
 *     each pair of runs; null without
 */
public record Comparison(
    Cell baseline,
    WorkComparison work,
    @Nullable PairedRatio speedUp,
    @Nullable Sample accuracyDifference) {}

package org.parallelbackprop.analysis.compare;

import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.statistics.UnpairedRatio;
import org.parallelbackprop.results.Cell;

/**
 * A cell that both folders have.
 *
 * @param cell the cell
 * @param timeRatio time per epoch in the second folder over that in the first; null unless both
 *     have times
 * @param accuracyDifference mean test accuracy in the second folder minus that in the first; null
 *     unless both have one
 * @param sameBits whether the runs of the same seed ended with the same parameters; null if no two
 *     have the same seed
 */
public record CellChange(
    Cell cell,
    @Nullable UnpairedRatio timeRatio,
    @Nullable Double accuracyDifference,
    @Nullable Boolean sameBits) {}

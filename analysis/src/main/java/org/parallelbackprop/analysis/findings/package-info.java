/**
 * What the runs say: one estimate for each cell, one comparison for each cell with its baseline.
 */
@NullMarked
package org.parallelbackprop.analysis.findings;

import org.jspecify.annotations.NullMarked;

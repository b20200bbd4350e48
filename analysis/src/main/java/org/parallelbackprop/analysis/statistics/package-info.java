/** Estimates, intervals and tests; nothing here knows what the numbers measure. */
@NullMarked
package org.parallelbackprop.analysis.statistics;

import org.jspecify.annotations.NullMarked;

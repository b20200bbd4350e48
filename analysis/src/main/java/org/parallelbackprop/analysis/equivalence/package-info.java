/** Whether two engines did the same work. */
@NullMarked
package org.parallelbackprop.analysis.equivalence;

import org.jspecify.annotations.NullMarked;

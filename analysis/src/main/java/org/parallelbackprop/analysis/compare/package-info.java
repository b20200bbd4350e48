/** Two results folders beside each other: machines, releases, JDKs. */
@NullMarked
package org.parallelbackprop.analysis.compare;

import org.jspecify.annotations.NullMarked;

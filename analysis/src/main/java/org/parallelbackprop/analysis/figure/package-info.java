/** Charts as SVG, in one style. */
@NullMarked
package org.parallelbackprop.analysis.figure;

import org.jspecify.annotations.NullMarked;

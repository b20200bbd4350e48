/** The runs of an experiment as their files tell. */
@NullMarked
package org.parallelbackprop.analysis.runs;

import org.jspecify.annotations.NullMarked;

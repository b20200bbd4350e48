/**
 * Doing the runs of a plan: one worker process each, one after the other, resumable at any point.
 */
@NullMarked
package org.parallelbackprop.runner.process;

import org.jspecify.annotations.NullMarked;

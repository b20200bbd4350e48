/** The report: which findings stand where, and in which words. */
@NullMarked
package org.parallelbackprop.analysis.report;

import org.jspecify.annotations.NullMarked;

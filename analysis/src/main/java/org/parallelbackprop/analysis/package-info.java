/** The program that turns the files of a results folder into a report. */
@NullMarked
package org.parallelbackprop.analysis;

import org.jspecify.annotations.NullMarked;

/** The rules that hold for the sources of all rooms. */
@NullMarked
package org.parallelbackprop.rules;

import org.jspecify.annotations.NullMarked;

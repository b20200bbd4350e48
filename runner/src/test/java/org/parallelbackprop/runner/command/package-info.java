/** Tests of the package. */
@NullMarked
package org.parallelbackprop.runner.command;

import org.jspecify.annotations.NullMarked;

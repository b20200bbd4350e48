/** Tests of the package. */
@NullMarked
package org.parallelbackprop.runner.process;

import org.jspecify.annotations.NullMarked;

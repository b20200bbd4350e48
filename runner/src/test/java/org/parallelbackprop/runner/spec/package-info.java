/** Tests of the package. */
@NullMarked
package org.parallelbackprop.runner.spec;

import org.jspecify.annotations.NullMarked;

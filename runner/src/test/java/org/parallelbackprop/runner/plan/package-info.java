/** Tests of the package. */
@NullMarked
package org.parallelbackprop.runner.plan;

import org.jspecify.annotations.NullMarked;

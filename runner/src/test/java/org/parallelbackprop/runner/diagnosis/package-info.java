/** Tests of the package. */
@NullMarked
package org.parallelbackprop.runner.diagnosis;

import org.jspecify.annotations.NullMarked;

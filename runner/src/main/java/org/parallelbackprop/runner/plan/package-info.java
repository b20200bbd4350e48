/** From a checked experiment to the frozen list of its cells and runs. */
@NullMarked
package org.parallelbackprop.runner.plan;

import org.jspecify.annotations.NullMarked;

/** Energy counters of the machine, as far as they can be read. */
@NullMarked
package org.parallelbackprop.worker.energy;

import org.jspecify.annotations.NullMarked;

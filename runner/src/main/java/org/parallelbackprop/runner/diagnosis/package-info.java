/** What this machine has and lacks for running experiments, with remedies. */
@NullMarked
package org.parallelbackprop.runner.diagnosis;

import org.jspecify.annotations.NullMarked;

/** The baselines on TensorFlow against the conformance suite. */
@NullMarked
package org.parallelbackprop.engine.tribuo;

import org.jspecify.annotations.NullMarked;

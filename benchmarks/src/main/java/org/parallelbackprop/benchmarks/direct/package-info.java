/**
 * Libraries called without this project's engines, to see what the engines cost: each program is
 * written as the documentation of its library has users write it. From this project they take the
 * data, the initial weights and the order of the examples.
 */
@NullMarked
package org.parallelbackprop.benchmarks.direct;

import org.jspecify.annotations.NullMarked;

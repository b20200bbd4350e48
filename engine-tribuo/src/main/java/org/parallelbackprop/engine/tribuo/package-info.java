/**
 * Baselines on TensorFlow: {@code tensorflow} runs a graph by TensorFlow-Java directly, {@code
 * tribuo-tensorflow} trains the same graph through Tribuo.
 *
 * <p>Both are handed the same initial parameters, order of examples, loss and update as the engines
 * of this project. What differs is told by {@code facts()}, whose names {@link
 * org.parallelbackprop.engine.LibraryFacts} defines.
 */
@NullMarked
package org.parallelbackprop.engine.tribuo;

import org.jspecify.annotations.NullMarked;

/**
 * Baselines on TensorFlow: {@code tensorflow} runs a graph by TensorFlow-Java directly, {@code
 * tribuo-tensorflow} trains the same graph through Tribuo. {@code tribuo-linear} is Tribuo's
 * logistic regression, a floor for accuracy that does other work.
 *
 * <p>The first two are handed the same initial parameters, order of examples, loss and update as
 * the engines of this project. What differs is told by {@code facts()}, whose names {@link
 * org.parallelbackprop.engine.LibraryFacts} defines.
 */
@NullMarked
package org.parallelbackprop.engine.tribuo;

import org.jspecify.annotations.NullMarked;

/**
 * The baseline on PyTorch, through the Deep Java Library.
 *
 * <p>It is handed the same initial parameters, order of examples, loss and update as the engines of
 * this project. What differs is told by {@code facts()}, whose names {@link
 * org.parallelbackprop.engine.LibraryFacts} defines.
 */
@NullMarked
package org.parallelbackprop.engine.djl;

import org.jspecify.annotations.NullMarked;

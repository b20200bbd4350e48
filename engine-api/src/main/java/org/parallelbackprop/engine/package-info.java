/**
 * The vocabulary of the work and the plug for those who do it.
 *
 * <p>{@link org.parallelbackprop.engine.TrainingSpec} says what is trained, {@link
 * org.parallelbackprop.engine.Parameters} and {@link org.parallelbackprop.engine.BatchOrder} fix
 * where training starts and which examples it sees when, {@link org.parallelbackprop.engine.Engine}
 * is what does it. Engines decide nothing that changes the result: start, order, loss and options
 * are all handed to them.
 */
@NullMarked
package org.parallelbackprop.engine;

import org.jspecify.annotations.NullMarked;

/**
 * Engines that compute on the processor with plain Java arithmetic.
 *
 * <p>{@code cpu-serial} is the specification: {@link org.parallelbackprop.engine.cpu.ScalarNetwork}
 * and {@link org.parallelbackprop.engine.cpu.ScalarLayer} are the formulas of {@link
 * org.parallelbackprop.engine.TrainingSpec}, {@link org.parallelbackprop.engine.Loss} and {@link
 * org.parallelbackprop.engine.Activation} written as loops. {@code cpu-threads} gives the same
 * loops to a {@link org.parallelbackprop.engine.cpu.WorkerTeam}.
 */
@NullMarked
package org.parallelbackprop.engine.cpu;

import org.jspecify.annotations.NullMarked;

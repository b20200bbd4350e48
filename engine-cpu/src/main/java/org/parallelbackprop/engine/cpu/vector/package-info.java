/**
 * {@code cpu-vector}: backpropagation in tiles that stay in vector registers.
 *
 * <p>{@link org.parallelbackprop.engine.cpu.vector.NetworkPasses} holds the algorithm, {@link
 * org.parallelbackprop.engine.cpu.vector.Tiling} the layout of matrices, {@link
 * org.parallelbackprop.engine.cpu.vector.VectorKernels} the inner loops, whose three widths {@code
 * KernelGenerator} writes at build time.
 */
@NullMarked
package org.parallelbackprop.engine.cpu.vector;

import org.jspecify.annotations.NullMarked;

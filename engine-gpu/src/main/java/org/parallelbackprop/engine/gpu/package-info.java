/**
 * Engines for NVIDIA GPUs.
 *
 * <p>The training set stays on the device. An epoch puts the examples into its order once, and then
 * goes through the mini-batches where they lie; all of it is one CUDA graph, recorded for the first
 * epoch and launched by one call for each. The update of the weights is part of the product that
 * gives their gradient: W ← W − α/M · δᵀa is one call with alpha = −α/M and beta = 1.
 *
 * <p>{@link org.parallelbackprop.engine.gpu.GpuSession} is the whole course of events, {@link
 * org.parallelbackprop.engine.gpu.TrainingStep} the work of one mini-batch. The kernels are CUDA
 * C++ in {@code src/main/cuda}, and PTX made from it in the jar.
 */
@NullMarked
package org.parallelbackprop.engine.gpu;

import org.jspecify.annotations.NullMarked;

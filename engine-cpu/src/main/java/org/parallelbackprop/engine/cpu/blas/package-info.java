/**
 * {@code cpu-blas}: the same network with its matrix products done by OpenBLAS, so that everybody
 * can see {@code cpu-vector} against a native library on their own machine.
 */
@NullMarked
package org.parallelbackprop.engine.cpu.blas;

import org.jspecify.annotations.NullMarked;

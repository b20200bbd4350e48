@NullMarked
package org.parallelbackprop.engine.cpu.blas;

import org.jspecify.annotations.NullMarked;

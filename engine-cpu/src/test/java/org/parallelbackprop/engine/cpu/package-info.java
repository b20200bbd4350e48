/** Tests of the engines that compute on the processor. */
@NullMarked
package org.parallelbackprop.engine.cpu;

import org.jspecify.annotations.NullMarked;

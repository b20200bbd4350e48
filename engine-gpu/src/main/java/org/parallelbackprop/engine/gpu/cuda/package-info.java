/**
 * What the engines use of the CUDA driver and of cuBLAS, through JCuda: objects that own what they
 * were given and give it back when closed, and failures as exceptions with CUDA's own words.
 *
 * <p>Nothing here knows of networks.
 */
@NullMarked
package org.parallelbackprop.engine.gpu.cuda;

import org.jspecify.annotations.NullMarked;

/** Tests of the vocabulary. */
@NullMarked
package org.parallelbackprop.engine;

import org.jspecify.annotations.NullMarked;

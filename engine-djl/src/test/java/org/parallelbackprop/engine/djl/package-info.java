/** The baseline on PyTorch against the conformance suite. */
@NullMarked
package org.parallelbackprop.engine.djl;

import org.jspecify.annotations.NullMarked;

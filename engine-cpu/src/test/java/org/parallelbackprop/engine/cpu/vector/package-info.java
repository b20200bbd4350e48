@NullMarked
package org.parallelbackprop.engine.cpu.vector;

import org.jspecify.annotations.NullMarked;

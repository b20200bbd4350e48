/**
 * What the checkout holds: its rooms, the class paths of its programs, the engines it describes.
 */
@NullMarked
package org.parallelbackprop.runner.toolkit;

import org.jspecify.annotations.NullMarked;

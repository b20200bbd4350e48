/**
 * Experiment files: from YAML text to a checked {@link
 * org.parallelbackprop.runner.spec.Experiment}, or to all that is wrong with it, each with its
 * place.
 */
@NullMarked
package org.parallelbackprop.runner.spec;

import org.jspecify.annotations.NullMarked;

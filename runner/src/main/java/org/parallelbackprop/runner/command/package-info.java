/** The command line: what a person types, and what they are told. */
@NullMarked
package org.parallelbackprop.runner.command;

import org.jspecify.annotations.NullMarked;

/**
 * What {@code gpu-check} measures on a machine with a GPU: whether the engines repeat their bits,
 * how fast they train, and where the time goes, as a page of Markdown.
 */
@NullMarked
package org.parallelbackprop.engine.gpu.check;

import org.jspecify.annotations.NullMarked;

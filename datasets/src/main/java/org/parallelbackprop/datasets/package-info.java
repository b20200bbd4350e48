/**
 * Data sets: which there are, where their files lie, how they are read, and one that is drawn.
 *
 * <p>{@link org.parallelbackprop.datasets.DatasetName} names one, {@link
 * org.parallelbackprop.datasets.DatasetLocator} finds or fetches its files, {@link
 * org.parallelbackprop.datasets.DatasetReader} reads them. A file that is not exactly what it
 * should be is refused with a sentence; nothing is read around it.
 */
@NullMarked
package org.parallelbackprop.datasets;

import org.jspecify.annotations.NullMarked;

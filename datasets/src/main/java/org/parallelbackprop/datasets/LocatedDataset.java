package org.parallelbackprop.datasets;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A data set that is there to be read.
 *
 * @param name which
 * @param sha256 what identifies its content: SHA-256 of the four lines {@code FILE-NAME SHA-256-OF
 *     -UNCOMPRESSED-CONTENT}, see {@link Dataset#sha256()}
 * @param folder the absolute folder of its files; null for a data set that is drawn
 */
public record LocatedDataset(DatasetName name, String sha256, @Nullable Path folder) {}

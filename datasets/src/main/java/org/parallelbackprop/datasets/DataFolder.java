package org.parallelbackprop.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A folder that may hold the four files of a data set.
 *
 * @param path the folder
 */
record DataFolder(Path path) {

  /** Where a file lies, under whichever of its accepted names comes first. */
  Optional<Path> find(IdxFile file) {
    return file.accepted().stream().map(path::resolve).filter(Files::isRegularFile).findFirst();
  }

  /** The files that are not here. */
  List<IdxFile> missing() {
    return Arrays.stream(IdxFile.values()).filter(file -> find(file).isEmpty()).toList();
  }

  /** Whether all four files are here. */
  boolean isComplete() {
    return missing().isEmpty();
  }
}

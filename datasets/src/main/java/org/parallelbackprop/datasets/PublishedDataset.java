package org.parallelbackprop.datasets;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A data set that others have published.
 *
 * @param key name in experiment files, and of its folder
 * @param title name for people
 * @param files the four files
 * @param mirrors folders on the web that hold the four files gzipped, each ending in a slash; asked
 *     in this order
 * @param packageFolders where packages of operating systems put it
 */
record PublishedDataset(
    String key,
    String title,
    Map<IdxFile, PublishedFile> files,
    List<URI> mirrors,
    List<Path> packageFolders) {

  PublishedDataset {
    files = Collections.unmodifiableMap(new EnumMap<>(files));
    mirrors = List.copyOf(mirrors);
    packageFolders = List.copyOf(packageFolders);
  }

  /** What is known about one of its files. */
  PublishedFile file(IdxFile file) {
    PublishedFile known = files.get(file);
    if (known == null) {
      throw new IllegalStateException(title + " has no " + file.fileName());
    }
    return known;
  }

  /**
   * Makes sure that a file's content is what was published.
   *
   * @param place where the file lies
   * @param file which it should be
   * @param sha256 SHA-256 of its uncompressed content
   * @throws CorruptDatasetException if it is something else; says what, if that is known
   */
  void check(Path place, IdxFile file, String sha256) throws CorruptDatasetException {
    if (sha256.equals(file(file).sha256())) {
      return;
    }
    throw new CorruptDatasetException(
        place,
        "is not "
            + title
            + "'s "
            + file.fileName()
            + ": "
            + Catalogue.describe(sha256)
                .map(other -> "it holds " + other)
                .orElse("its content has SHA-256 " + sha256 + ", not " + file(file).sha256()));
  }
}

package org.parallelbackprop.results;

/** Versions of the formats. */
final class SchemaVersion {

  private SchemaVersion() {}

  /**
   * Refuses files of other versions than this release knows.
   *
   * @throws IllegalArgumentException if it is another
   */
  static void require(int known, int found) {
    if (found != known) {
      throw new IllegalArgumentException(
          "it has schema " + found + ", but this release reads schema " + known);
    }
  }
}

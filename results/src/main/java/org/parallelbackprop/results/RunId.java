package org.parallelbackprop.results;

import java.util.regex.Pattern;

/** Ids of runs: they name folders, so none may lead out of the one that holds them all. */
final class RunId {

  /** Safe on every file system; 255 bytes is what the common ones take. */
  private static final Pattern FORMAT = Pattern.compile("[a-z0-9][a-z0-9.-]{0,199}");

  private RunId() {}

  /**
   * Checks an id.
   *
   * @throws IllegalArgumentException if no run can be called so
   */
  static String require(String id) {
    if (!FORMAT.matcher(id).matches()) {
      throw new IllegalArgumentException("\"" + id + "\" is no name of a run");
    }
    return id;
  }
}

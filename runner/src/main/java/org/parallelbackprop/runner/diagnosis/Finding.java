package org.parallelbackprop.runner.diagnosis;

import org.jspecify.annotations.Nullable;

/**
 * Something that was looked at.
 *
 * @param subject what
 * @param fact what was found, as a clause
 * @param remedy what to do about it, as a sentence; null if nothing need be done
 */
public record Finding(String subject, String fact, @Nullable String remedy) {

  static Finding good(String subject, String fact) {
    return new Finding(subject, fact, null);
  }
}

package org.parallelbackprop.analysis.report;

import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.statistics.Sample;

/** How many values there are, none being a number too. */
final class Sizes {

  private Sizes() {}

  static int of(@Nullable Sample sample) {
    return sample == null ? 0 : sample.size();
  }
}

package org.parallelbackprop.results;

import java.util.List;

/**
 * What the machine can do at most, measured where and when the runs were done; {@code
 * calibration.json}.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param measuredAt when, ISO 8601 in UTC
 * @param roofs one for each number of threads that was tried
 */
public record Calibration(int schema, String measuredAt, List<Roof> roofs) {

  /** Version of the format that this release writes. */
  public static final int SCHEMA = 1;

  public Calibration {
    SchemaVersion.require(SCHEMA, schema);
    Check.atLeast("number of roofs", 1, roofs.size());
    roofs = List.copyOf(roofs);
  }

  /**
   * The limits for a number of threads.
   *
   * @param threads how many ran at once
   * @param gigaflopsPerSecond 10⁹ float32 operations per second in fused multiply-adds, each of
   *     which counts as two, on registers
   * @param gigabytesPerSecond 10⁹ bytes per second of a[i] = b[i] + s·c[i] over arrays that no
   *     cache holds, 12 bytes for each i (McCalpin's STREAM triad)
   */
  public record Roof(int threads, double gigaflopsPerSecond, double gigabytesPerSecond) {
    public Roof {
      Check.atLeast("threads", 1, threads);
      Check.positive("gigaflops per second", gigaflopsPerSecond);
      Check.positive("gigabytes per second", gigabytesPerSecond);
    }
  }
}

package org.parallelbackprop.results;

import java.util.List;

/**
 * How far runs that were done again are from what was recorded, against what rounding explains;
 * {@code verification/agreement.json}.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param runs those of which both left snapshots
 */
public record Agreement(int schema, List<Run> runs) {

  /** Version of the format that this release writes. */
  public static final int SCHEMA = 1;

  public Agreement {
    SchemaVersion.require(SCHEMA, schema);
    runs = List.copyOf(runs);
  }

  /**
   * A run.
   *
   * @param runId the run
   * @param distances of every tensor at every moment
   */
  public record Run(String runId, List<Distance> distances) {
    public Run {
      RunId.require(runId);
      distances = List.copyOf(distances);
    }
  }

  /**
   * A distance.
   *
   * @param moment when
   * @param tensor which, e.g. {@code layer1.weight}
   * @param relativeNorm norm of the difference over the norm of what was recorded
   * @param bound what rounding explains of {@code relativeNorm}
   */
  public record Distance(Moment moment, String tensor, double relativeNorm, double bound) {

    /** Whether rounding explains it; what is no number is not explained. */
    public boolean withinBound() {
      return relativeNorm <= bound;
    }
  }
}

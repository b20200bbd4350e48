package org.parallelbackprop.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares what an engine says with the reference. */
final class BoundedAssert {

  private BoundedAssert() {}

  /** Fails if any value is outside its bound, and names the one that is furthest outside. */
  static void assertWithin(float[] actual, Bounded[] expected, String what) {
    assertThat(actual).as(what).hasSize(expected.length);
    int outside = 0;
    int worst = 0;
    double worstRatio = 0;
    for (int i = 0; i < actual.length; i++) {
      double ratio = ratio(actual[i], expected[i]);
      if (!(ratio <= 1)) {
        outside++;
      }
      if (!(ratio <= worstRatio)) {
        worst = i;
        worstRatio = ratio;
      }
    }
    assertThat(outside)
        .as(
            "%s: values outside their bound; furthest is [%d] = %s, expected %s",
            what, worst, actual[worst], expected[worst])
        .isZero();
  }

  /** Fails if the value is outside its bound. */
  static void assertWithin(double actual, Bounded expected, String what) {
    assertThat(ratio(actual, expected) <= 1)
        .as("%s = %s is within its bound: %s", what, actual, expected)
        .isTrue();
  }

  /** Error in units of the bound; NaN and infinite values are never within it. */
  private static double ratio(double actual, Bounded expected) {
    double error = Math.abs(actual - expected.value());
    if (error == 0) {
      return 0;
    }
    return Double.isFinite(actual) ? error / expected.error() : Double.POSITIVE_INFINITY;
  }
}

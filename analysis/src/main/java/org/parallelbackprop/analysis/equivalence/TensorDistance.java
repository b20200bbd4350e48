package org.parallelbackprop.analysis.equivalence;

import org.parallelbackprop.results.Moment;

/**
 * How far apart one tensor of two engines is.
 *
 * @param moment when
 * @param tensor which, e.g. {@code layer1.weight}
 * @param largest largest difference of two elements
 * @param relativeNorm norm of the difference over the norm of the baseline's tensor
 * @param bound what rounding explains of {@code relativeNorm}
 */
public record TensorDistance(
    Moment moment, String tensor, double largest, double relativeNorm, double bound) {

  /** The distance in units of the bound; at most 1 if rounding explains it. */
  public double share() {
    return relativeNorm == 0 ? 0 : relativeNorm / bound;
  }
}

package org.parallelbackprop.engine.conformance;

/**
 * A float64 value and how far an engine's may be from it: |engine's − value| ≤ error.
 *
 * <p>Operations carry the errors of their operands on, second-order terms included; {@link
 * #rounded} adds what the engine's own rounding of the result contributes. The round-off of the
 * float64 computation itself is 2^−29 of the engine's and disappears in the operations that are
 * counted generously.
 *
 * @param value the value in float64
 * @param error bound, not negative
 */
record Bounded(double value, double error) {

  /** Below this a device may flush to zero. */
  static final double UNDERFLOW = Float.MIN_NORMAL;

  static Bounded exact(double value) {
    return new Bounded(value, 0);
  }

  /** The largest absolute value that the engine's can have. */
  double magnitude() {
    return Math.abs(value) + error;
  }

  Bounded plus(Bounded other) {
    return new Bounded(value + other.value, error + other.error);
  }

  Bounded minus(Bounded other) {
    return new Bounded(value - other.value, error + other.error);
  }

  Bounded times(Bounded other) {
    return new Bounded(
        value * other.value, Math.abs(value) * other.error + error * other.magnitude());
  }

  Bounded times(double exact) {
    return new Bounded(value * exact, error * Math.abs(exact));
  }

  /** After the engine has rounded this with the given relative error. */
  Bounded rounded(double relativeError) {
    return new Bounded(value, error + relativeError * magnitude() + UNDERFLOW);
  }

  /** After the engine has added an absolute error. */
  Bounded blurred(double absoluteError) {
    return new Bounded(value, error + absoluteError);
  }
}

package org.parallelbackprop.engine.conformance;

import org.parallelbackprop.engine.Activation;

/** The functions of the network and their derivatives, with bounds for argument and rounding. */
final class BoundedFunctions {

  /**
   * Round-offs u that a library's exp, tanh, log or sigmoid may be wrong by: 8 units in the last
   * place. Correct rounding is 1 u; CUDA's, Eigen's and SLEEF's are documented with at most 5 ulp.
   */
  static final int LIBRARY_ROUND_OFFS = 16;

  private final Arithmetic arithmetic;

  BoundedFunctions(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  Bounded[] activations(Activation activation, Bounded[] z) {
    Bounded[] a = new Bounded[z.length];
    for (int i = 0; i < z.length; i++) {
      a[i] = activation(activation, z[i]);
    }
    return a;
  }

  /**
   * σ(z).
   *
   * <p>An error δ of z changes σ by at most δ times the largest σ′ on [z − δ, z + δ]. For sigmoid
   * |(log σ′)′| = |1 − 2σ| ≤ 1, so that this is at most σ′(z)e^δ; for tanh |(log σ′)′| = 2|tanh| ≤
   * 2, so σ′(z)e^2δ. The library's own error is taken as absolute, because a sigmoid may be
   * computed as ½ + ½ tanh(z/2).
   */
  private Bounded activation(Activation activation, Bounded z) {
    double delta = z.error();
    double library = arithmetic.gamma(LIBRARY_ROUND_OFFS);
    return switch (activation) {
      case SIGMOID -> {
        double a = 1 / (1 + Math.exp(-z.value()));
        yield new Bounded(a, Math.min(1, a * (1 - a) * Math.exp(delta) * delta) + library);
      }
      case TANH -> {
        double a = Math.tanh(z.value());
        yield new Bounded(a, Math.min(2, (1 - a * a) * Math.exp(2 * delta) * delta) + library);
      }
      case RELU -> new Bounded(Math.max(z.value(), 0), z.value() > -delta ? delta : 0);
    };
  }

  /**
   * σ′ as the engine computes it from its a.
   *
   * <p>That of relu jumps at 0: where the sign of z is uncertain, the derivative is uncertain by 1.
   */
  Bounded derivative(Activation activation, Bounded a) {
    Bounded one = Bounded.exact(1);
    return switch (activation) {
      case SIGMOID ->
          a.times(one.minus(a).rounded(arithmetic.gamma(1))).rounded(arithmetic.gamma(2));
      case TANH -> one.minus(a.times(a).rounded(arithmetic.gamma(1))).rounded(arithmetic.gamma(2));
      case RELU ->
          new Bounded(a.value() > 0 ? 1 : 0, a.error() > 0 && a.value() <= a.error() ? 1 : 0);
    };
  }

  /**
   * softmax(z).
   *
   * <p>If every e^(z_j − m) is wrong by a factor of at most e^ρ, the quotient is by at most e^2ρ. ρ
   * holds the error of z, the rounding of the argument z_j − m, which exp turns into a relative
   * error, and that of exp. The sum and the quotient add n + 1 round-offs.
   */
  Bounded[] softmax(Bounded[] z) {
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    double zError = 0;
    for (Bounded value : z) {
      max = Math.max(max, value.value());
      min = Math.min(min, value.value());
      zError = Math.max(zError, value.error());
    }
    double sum = 0;
    for (Bounded value : z) {
      sum += Math.exp(value.value() - max);
    }
    double magnitude = Math.max(Math.abs(max), Math.abs(min)) + zError;
    double rho =
        zError + 2 * arithmetic.gamma(1) * magnitude + arithmetic.gamma(LIBRARY_ROUND_OFFS);
    Bounded[] a = new Bounded[z.length];
    for (int j = 0; j < z.length; j++) {
      double value = Math.exp(z[j].value() - max) / sum;
      a[j] =
          new Bounded(value, Math.min(1, value * Math.expm1(2 * rho)))
              .rounded(arithmetic.gamma(z.length + 1));
    }
    return a;
  }

  /** −log a; without a bound if the engine's a may be 0. */
  Bounded minusLog(Bounded a) {
    double value = -Math.log(a.value());
    double lowest = a.value() - a.error();
    double error = lowest > 0 ? Math.log(a.value() / lowest) : Double.POSITIVE_INFINITY;
    double library = arithmetic.gamma(LIBRARY_ROUND_OFFS);
    return new Bounded(value, error).rounded(library).blurred(library);
  }
}

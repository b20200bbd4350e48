package org.parallelbackprop.engine;

import java.util.Locale;

/**
 * Loss over a mini-batch of M examples with one-hot targets y, and the output activation that
 * belongs to it.
 *
 * <p>The activation of the output layer is part of the choice because only these pairs make sense
 * with targets 0 and 1, and because the gradient at the output is then a closed formula.
 */
public enum Loss {
  /**
   * L = 1/M · Σ ‖y − a‖², sigmoid outputs; ∂L/∂z = 2/M · (a − y) ⊙ a(1 − a).
   *
   * <p>There is no factor ½ and no division by the number of outputs. Keras's {@code mse} also
   * divides by the number of outputs (its gradient is 10 times smaller for ten classes); the C++
   * programs of the 2016 study use ½‖y − a‖² (half the gradient).
   */
  MSE,
  /** L = −1/M · Σ log a_label, softmax outputs; ∂L/∂z = 1/M · (a − y). */
  CROSS_ENTROPY;

  /** Name in experiment files: {@code mse}, {@code cross-entropy}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

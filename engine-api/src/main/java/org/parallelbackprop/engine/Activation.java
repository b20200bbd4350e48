package org.parallelbackprop.engine;

import java.util.Locale;

/** Activation function σ of the hidden layers. The output layer's follows from the {@link Loss}. */
public enum Activation {
  /** σ(z) = 1 / (1 + e^−z); σ′ = a(1 − a). */
  SIGMOID,
  /** σ(z) = tanh z; σ′ = 1 − a². */
  TANH,
  /** σ(z) = max(z, 0); σ′ = 1 where a &gt; 0, else 0 (also at z = 0). */
  RELU;

  /** Name in experiment files: {@code sigmoid}, {@code tanh}, {@code relu}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

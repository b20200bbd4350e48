package org.parallelbackprop.engine.conformance;

import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * The gradient of {@link ReferenceNetwork#objective}, from values of the objective only: it knows
 * nothing of backpropagation.
 *
 * <p>D(h) = (f(θ + h) − f(θ − h)) / 2h is wrong by f‴h²/6 + O(h⁴), and so |D(2h) − D(h)| is about
 * three times that error; it is taken as the bound. To it comes the round-off of f, some units in
 * the last place for each of its operations, divided by h.
 */
final class CentralDifferences {

  /** About the cube root of float64's unit round-off, where the two errors are of equal size. */
  private static final double STEP = 0x1p-17;

  private static final double FLOAT64_ROUND_OFF = 0x1p-53;

  private final TrainingSpec spec;
  private final Examples examples;
  private final int[] batch;

  /** Of the mean loss over {@code batch}. */
  CentralDifferences(TrainingSpec spec, Examples examples, int[] batch) {
    this.spec = spec;
    this.examples = examples;
    this.batch = batch.clone();
  }

  /** ∂f/∂θ_i for all i, at the given parameters. */
  Bounded[] gradient(double[] parameters) {
    Bounded[] gradient = new Bounded[parameters.length];
    double[] moved = parameters.clone();
    double roundOff =
        (batch.length + parameters.length) * FLOAT64_ROUND_OFF * objective(parameters) / STEP;
    for (int i = 0; i < parameters.length; i++) {
      double narrow = difference(moved, i, STEP);
      double wide = difference(moved, i, 2 * STEP);
      gradient[i] = new Bounded(narrow, Math.abs(wide - narrow) + roundOff);
    }
    return gradient;
  }

  private double difference(double[] parameters, int i, double step) {
    double at = parameters[i];
    parameters[i] = at + step;
    double above = objective(parameters);
    parameters[i] = at - step;
    double below = objective(parameters);
    parameters[i] = at;
    return (above - below) / (2 * step);
  }

  private double objective(double[] parameters) {
    return new ReferenceNetwork(spec, Arithmetic.FLOAT32, parameters).objective(examples, batch);
  }
}

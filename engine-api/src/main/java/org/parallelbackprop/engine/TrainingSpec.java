package org.parallelbackprop.engine;

import static java.util.Objects.requireNonNull;

/**
 * What is trained, and by which update: everything that determines the result besides start,
 * examples and their order.
 *
 * <p>Plain mini-batch gradient descent with optional L2 penalty and momentum. For every mini-batch
 * of M examples, M its own size even if it is the epoch's smaller last one:
 *
 * <pre>
 *   g ← ∂L/∂θ          + λW for weights (biases are not penalised)
 *   v ← μv + g         v starts at 0; without momentum v = g
 *   θ ← θ − αv
 * </pre>
 *
 * @param network layer widths
 * @param activation σ of the hidden layers
 * @param loss the loss, and with it the activation of the output layer
 * @param batchSize examples per mini-batch; the last batch of an epoch holds what is left
 * @param learningRate α
 * @param momentum μ in [0, 1); 0 means none
 * @param l2 λ ≥ 0, the factor of ½λ‖W‖² added to the loss; 0 means none
 */
public record TrainingSpec(
    NetworkShape network,
    Activation activation,
    Loss loss,
    int batchSize,
    float learningRate,
    float momentum,
    float l2) {

  public TrainingSpec {
    requireNonNull(network);
    requireNonNull(activation);
    requireNonNull(loss);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size must be at least 1, but got " + batchSize);
    }
    if (!(learningRate > 0) || Float.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning rate must be positive and finite, but got " + learningRate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1), but got " + momentum);
    }
    if (!(l2 >= 0) || Float.isInfinite(l2)) {
      throw new IllegalArgumentException("l2 must be at least 0 and finite, but got " + l2);
    }
  }
}

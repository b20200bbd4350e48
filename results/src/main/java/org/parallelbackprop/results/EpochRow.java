package org.parallelbackprop.results;

import org.jspecify.annotations.Nullable;

/**
 * What happened in one epoch; a row of {@code epochs.csv}.
 *
 * <p>Losses are means over examples of the loss as the settings define it (for {@code mse} ‖y −
 * a‖², no ½, not divided by the number of outputs); accuracies are fractions of examples whose
 * largest output is their label's.
 *
 * @param epoch 1 for the first
 * @param trainSeconds wall-clock time of training, evaluation not included
 * @param evaluateSeconds wall-clock time of computing the outputs for both sets
 * @param trainingLoss mean loss during the epoch, each example's just before its batch's update;
 *     null if the engine does not tell
 * @param validationLoss loss on the validation set after the epoch; null if there is no such set
 * @param validationAccuracy accuracy on the validation set after the epoch
 * @param testLoss loss on the test set after the epoch
 * @param testAccuracy accuracy on the test set after the epoch
 */
public record EpochRow(
    int epoch,
    double trainSeconds,
    double evaluateSeconds,
    @Nullable Double trainingLoss,
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy,
    @Nullable Double testLoss,
    @Nullable Double testAccuracy) {

  public EpochRow {
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs are numbered from 1, but got " + epoch);
    }
    Check.positive("train seconds", trainSeconds);
    Check.amount("evaluate seconds", evaluateSeconds);
    requireFraction("validation", validationAccuracy);
    requireFraction("test", testAccuracy);
  }

  private static void requireFraction(String what, @Nullable Double accuracy) {
    if (accuracy != null && !(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException(what + " accuracy is a fraction, but got " + accuracy);
    }
  }
}

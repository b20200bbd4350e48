package org.parallelbackprop.analysis.equivalence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.parallelbackprop.analysis.runs.RunPair;
import org.parallelbackprop.results.EpochRow;

/**
 * How far apart the learning curves of two engines are at the epoch where they are farthest apart
 * for what chance allows.
 *
 * <p>Over a long run rounding grows until two engines that do the same work train different
 * networks of the same quality. At every epoch the mean difference of their test accuracies, paired
 * by block and seed, then has an expectation of 0. Its standard error is taken as √(2a(1−a)/(nS)),
 * with n test examples, S pairs and an accuracy of a: that of two networks whose answers have
 * nothing to do with each other; those of networks that answer alike differ by less. Epochs are E
 * tests of one statement, so that each is held to 5 %/E (Bonferroni).
 *
 * @param pairs S
 * @param epochs E
 * @param epoch the epoch
 * @param difference mean test accuracy of the candidate minus that of the baseline after it
 * @param allowed largest difference that chance explains
 */
public record CurveDistance(int pairs, int epochs, int epoch, double difference, double allowed) {

  private static final double SIGNIFICANCE = 0.05;

  /** The distance of these pairs' curves; empty if an accuracy is missing or a curve is longer. */
  static Optional<CurveDistance> of(List<RunPair> pairs) {
    int epochs = pairs.getFirst().baseline().epochs().size();
    CurveDistance worst = null;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Optional<CurveDistance> distance = at(epoch, epochs, pairs);
      if (distance.isEmpty()) {
        return Optional.empty();
      }
      if (worst == null || distance.get().share() > worst.share()) {
        worst = distance.get();
      }
    }
    return Optional.ofNullable(worst);
  }

  private static Optional<CurveDistance> at(int epoch, int epochs, List<RunPair> pairs) {
    double differences = 0;
    double accuracies = 0;
    for (RunPair pair : pairs) {
      List<EpochRow> baseline = pair.baseline().epochs();
      List<EpochRow> candidate = pair.candidate().epochs();
      if (baseline.size() != epochs || candidate.size() != epochs) {
        return Optional.empty();
      }
      Double own = candidate.get(epoch - 1).testAccuracy();
      Double its = baseline.get(epoch - 1).testAccuracy();
      if (own == null || its == null) {
        return Optional.empty();
      }
      differences += own - its;
      accuracies += (own + its) / 2;
    }
    int s = pairs.size();
    double accuracy = accuracies / s;
    double examples =
        Objects.requireNonNull(pairs.getFirst().baseline().manifest()).dataset().testExamples();
    double quantile =
        NormalDistribution.of(0, 1).inverseSurvivalProbability(SIGNIFICANCE / 2 / epochs);
    double allowed = quantile * Math.sqrt(2 * accuracy * (1 - accuracy) / (examples * s));
    return Optional.of(new CurveDistance(s, epochs, epoch, differences / s, allowed));
  }

  /** The distance in units of what is allowed; at most 1 if chance explains it. */
  double share() {
    return difference == 0 ? 0 : Math.abs(difference) / allowed;
  }

  /** Whether chance explains the distance. */
  public boolean agrees() {
    return share() <= 1;
  }
}

package org.parallelbackprop.analysis.equivalence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.runs.RunPair;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Tensor;

/** Judges from the files of runs whether two cells did the same work. */
public final class EqualWork {

  private EqualWork() {}

  /**
   * Judges.
   *
   * <p>Where an engine declares other work, that is the verdict, whatever the parameters say. The
   * same bits at the end of every pair of runs settle it. Otherwise the parameters after one step
   * and after one epoch must be as close as {@link RoundingBound} says. At the end they must be
   * too, or, where rounding has grown over a long run, the learning curves of all pairs must be as
   * close as {@link CurveDistance} says.
   *
   * @param pairs completed runs of the two cells, paired by block and seed
   * @throws IOException if a snapshot cannot be read
   */
  public static WorkComparison judge(List<RunPair> pairs) throws IOException {
    if (pairs.isEmpty()) {
      return WorkComparison.without(
          new WorkVerdict.NotKnown("no two completed runs of the same block and seed"));
    }
    for (RunPair pair : pairs) {
      String other = otherInput(pair);
      if (other != null) {
        return WorkComparison.without(new WorkVerdict.DifferentWork(other));
      }
    }
    boolean sameBits = pairs.stream().allMatch(EqualWork::sameBits);
    for (RunPair pair : pairs) {
      Optional<Snapshot> baseline = Snapshot.of(pair.baseline());
      Optional<Snapshot> candidate = Snapshot.of(pair.candidate());
      if (baseline.isPresent() && candidate.isPresent()) {
        return compare(pairs, pair, baseline.get(), candidate.get(), sameBits);
      }
    }
    return WorkComparison.without(
        sameBits
            ? new WorkVerdict.SameBits(pairs.size())
            : new WorkVerdict.NotKnown(
                "other bits, and no pair of runs left parameters to compare"));
  }

  /**
   * How far two runs are apart at every moment of which both left the parameters.
   *
   * @return empty if they left none, or of other networks
   * @throws IOException if a snapshot cannot be read
   */
  public static List<TensorDistance> distances(RunPair pair) throws IOException {
    Optional<Snapshot> baseline = Snapshot.of(pair.baseline());
    Optional<Snapshot> candidate = Snapshot.of(pair.candidate());
    return baseline.isPresent()
            && candidate.isPresent()
            && baseline.get().hasShapeOf(candidate.get())
        ? distances(pair, baseline.get(), candidate.get())
        : List.of();
  }

  private static @Nullable String otherInput(RunPair pair) {
    Manifest baseline = Objects.requireNonNull(pair.baseline().manifest());
    Manifest candidate = Objects.requireNonNull(pair.candidate().manifest());
    Optional<String> declared =
        candidate.engine().declaredWork().or(baseline.engine()::declaredWork);
    if (declared.isPresent()) {
      return declared.get();
    }
    if (!baseline.dataset().equals(candidate.dataset())) {
      return "other examples";
    }
    return baseline.initialParametersSha256().equals(candidate.initialParametersSha256())
        ? null
        : "other initial parameters";
  }

  private static boolean sameBits(RunPair pair) {
    return pair.baseline().state() instanceof RunResult.Done(String a)
        && pair.candidate().state() instanceof RunResult.Done(String b)
        && a.equals(b);
  }

  private static WorkComparison compare(
      List<RunPair> pairs, RunPair pair, Snapshot baseline, Snapshot candidate, boolean sameBits) {
    if (!baseline.hasShapeOf(candidate)) {
      return WorkComparison.without(new WorkVerdict.DifferentWork("another network"));
    }
    List<TensorDistance> distances = distances(pair, baseline, candidate);
    if (sameBits) {
      return WorkComparison.by(new WorkVerdict.SameBits(pairs.size()), distances);
    }
    WorkVerdict early = untilFirstEpoch(baseline, candidate, distances);
    double end = worst(distances, Moment.END);
    if (!early.allowsSpeedUp() || end <= 1) {
      return WorkComparison.by(early, distances);
    }
    CurveDistance curves = CurveDistance.of(pairs).orElse(null);
    return new WorkComparison(ofLearningCurves(curves, end), distances, curves);
  }

  private static WorkVerdict untilFirstEpoch(
      Snapshot baseline, Snapshot candidate, List<TensorDistance> distances) {
    if (worst(distances, Moment.START) > 0) {
      return new WorkVerdict.DifferentWork("other initial parameters");
    }
    double step = worst(distances, Moment.ONE_STEP);
    if (!(step <= 1)) {
      return new WorkVerdict.DifferentWork(
          FirstStep.of(baseline, candidate).difference() + ", " + times(step));
    }
    double epoch = worst(distances, Moment.ONE_EPOCH);
    if (!(epoch <= 1)) {
      return new WorkVerdict.DifferentWork(
          "other batches, their order, number or size: the first step agrees, the first epoch is"
              + " off by "
              + times(epoch));
    }
    return new WorkVerdict.WithinRounding(WorkVerdict.Basis.PARAMETERS);
  }

  private static WorkVerdict ofLearningCurves(@Nullable CurveDistance curves, double end) {
    if (curves == null) {
      return new WorkVerdict.NotKnown(
          "rounding has grown, and not every epoch has an accuracy to tell how it went on");
    }
    return curves.agrees()
        ? new WorkVerdict.WithinRounding(WorkVerdict.Basis.LEARNING_CURVES)
        : new WorkVerdict.DifferentWork(
            "the first epoch agrees, the end is off by %s and the accuracy after epoch %d by %s, where chance explains %s"
                .formatted(
                    times(end),
                    curves.epoch(),
                    Decimal.of(Math.abs(curves.difference())),
                    Decimal.of(curves.allowed())));
  }

  private static String times(double share) {
    return Decimal.of(share) + " times what rounding explains";
  }

  private static double worst(List<TensorDistance> distances, Moment moment) {
    double worst = 0;
    for (TensorDistance distance : distances) {
      if (distance.moment() == moment) {
        // Math.max keeps a NaN, which is no agreement.
        worst = Math.max(worst, distance.share());
      }
    }
    return worst;
  }

  private static List<TensorDistance> distances(
      RunPair pair, Snapshot baseline, Snapshot candidate) {
    CellSettings settings = pair.baseline().cell().settings();
    int examples = Objects.requireNonNull(pair.baseline().manifest()).dataset().trainingExamples();
    RoundingBound bound =
        new RoundingBound(settings.network(), Math.min(settings.batchSize(), examples));
    long stepsPerEpoch = Math.ceilDiv(examples, settings.batchSize());
    List<TensorDistance> distances = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      long steps =
          switch (moment) {
            case START -> 0;
            case ONE_STEP -> 1;
            case ONE_EPOCH -> stepsPerEpoch;
            case END -> stepsPerEpoch * settings.epochs();
          };
      for (int t = 0; t < baseline.start().size(); t++) {
        Tensor own = baseline.at(moment).get(t);
        Tensor its = candidate.at(moment).get(t);
        RoundingBound.Norms norms =
            new RoundingBound.Norms(
                Snapshot.norm(own),
                Snapshot.distance(baseline.oneStep().get(t), baseline.start().get(t)),
                Snapshot.distance(own, baseline.start().get(t)));
        distances.add(
            new TensorDistance(
                moment,
                own.name(),
                Snapshot.largestDifference(own, its),
                relative(Snapshot.distance(own, its), norms.parameters()),
                relative(bound.distance(layer(t), steps, norms), norms.parameters())));
      }
    }
    return distances;
  }

  /** Two tensors for each layer, weights and biases. */
  private static int layer(int tensor) {
    return tensor / 2 + 1;
  }

  /** Biases start at zero: two zeros do not differ. */
  private static double relative(double distance, double norm) {
    return distance == 0 ? 0 : distance / norm;
  }
}

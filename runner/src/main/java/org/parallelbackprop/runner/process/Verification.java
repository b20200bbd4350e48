package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.Agreement;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;

/**
 * Compares a run with itself done again.
 *
 * <p>Where the engine promises the same bits, everything that is no time must be the same: the
 * trained parameters by their hash, and every loss and accuracy of every epoch.
 *
 * <p>Where it does not, because it never does or because the build or the machine is another, the
 * parameters of runs that left snapshots must be the same at the start, and after one step and one
 * epoch as close as the bound that the report uses says; {@link Agreement} has both. At the end
 * they must be too, unless rounding errors have grown through thousands of updates in ways that no
 * bound follows; then, and for runs without snapshots, the two test accuracies must be such as two
 * draws of the same probability give: at most {@value #STANDARD_ERRORS} standard errors √(2p(1 −
 * p)/n) apart, n the number of test examples.
 */
public final class Verification {

  /** Of a hundred thousand pairs of equal systems, six are further apart. */
  private static final int STANDARD_ERRORS = 4;

  private Verification() {}

  /** What came of it. */
  public sealed interface Verdict {

    /** Not a bit differs. */
    record Same() implements Verdict {}

    /**
     * Something differs, within what was promised.
     *
     * @param differences what, a clause each
     */
    record WithinPromise(List<String> differences) implements Verdict {}

    /**
     * Something differs that must not.
     *
     * @param differences what, a clause each, the environment's last
     */
    record Different(List<String> differences) implements Verdict {}
  }

  /**
   * Compares two folders.
   *
   * @param engine what is known of the run's engine now
   * @param distances how far their parameters are apart; empty if they left no snapshots
   * @throws IOException if a file cannot be read
   */
  public static Verdict compare(
      RunFolder recorded,
      RunFolder again,
      EngineDescription engine,
      List<Agreement.Distance> distances)
      throws IOException {
    List<String> differences = new ArrayList<>();
    Outcome before = Json.read(recorded.outcome(), RunOutcome.class).outcome();
    Outcome after = Json.read(again.outcome(), RunOutcome.class).outcome();
    if (!before.equals(after)) {
      differences.add("recorded \"" + before.describe() + "\", now \"" + after.describe() + "\"");
    }
    if (!(after instanceof Outcome.Completed)) {
      return new Verdict.Different(differences);
    }
    List<EpochRow> rowsBefore = EpochsFile.read(recorded.epochs());
    List<EpochRow> rowsAfter = EpochsFile.read(again.epochs());
    differences.addAll(rowDifferences(rowsBefore, rowsAfter));
    if (differences.isEmpty()) {
      return new Verdict.Same();
    }
    Manifest manifestBefore = Json.read(recorded.manifest(), Manifest.class);
    Manifest manifestAfter = Json.read(again.manifest(), Manifest.class);
    List<String> environment = environmentDifferences(manifestBefore, manifestAfter);
    boolean sameBits = promisesSameBits(engine, manifestBefore, environment);
    boolean accuraciesAgree =
        accuraciesAgree(
            rowsBefore.getLast(), rowsAfter.getLast(), manifestAfter.dataset().testExamples());
    boolean early =
        distances.stream()
            .filter(distance -> distance.moment() != Moment.END)
            .allMatch(Agreement.Distance::withinBound);
    boolean end =
        !distances.isEmpty()
            && distances.stream()
                .filter(distance -> distance.moment() == Moment.END)
                .allMatch(Agreement.Distance::withinBound);
    differences.addAll(explained(distances));
    differences.addAll(environment);
    return sameBits || !early || !(end || accuraciesAgree)
        ? new Verdict.Different(differences)
        : new Verdict.WithinPromise(differences);
  }

  /** For each moment, of the tensor that is nearest to its bound or furthest beyond. */
  private static List<String> explained(List<Agreement.Distance> distances) {
    List<String> clauses = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      distances.stream()
          .filter(distance -> distance.moment() == moment && distance.relativeNorm() != 0)
          .max(Comparator.comparingDouble(distance -> distance.relativeNorm() / distance.bound()))
          .ifPresent(worst ->
              clauses.add(
                  String.format(
                      Locale.ROOT,
                      "parameters, %s: %s is off by %.2g, rounding explains %.2g",
                      moment.key(),
                      worst.tensor(),
                      worst.relativeNorm(),
                      worst.bound())));
    }
    return clauses;
  }

  private static boolean promisesSameBits(
      EngineDescription engine, Manifest before, List<String> environment) {
    boolean sameNumerics = before.engine().numericsVersion() == engine.numericsVersion();
    return switch (engine.repeatability()) {
      case ANY_OPTIONS -> sameNumerics;
      case SAME_OPTIONS -> sameNumerics && environment.isEmpty();
      case ROUNDING -> false;
    };
  }

  private static List<String> rowDifferences(List<EpochRow> before, List<EpochRow> after) {
    List<String> differences = new ArrayList<>();
    if (before.size() != after.size()) {
      differences.add("recorded " + before.size() + " epochs, now " + after.size());
    }
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      EpochRow one = before.get(i);
      EpochRow other = after.get(i);
      String epoch = "epoch " + one.epoch() + ": ";
      compare(epoch + "training loss", one.trainingLoss(), other.trainingLoss(), differences);
      compare(epoch + "validation loss", one.validationLoss(), other.validationLoss(), differences);
      compare(
          epoch + "validation accuracy",
          one.validationAccuracy(),
          other.validationAccuracy(),
          differences);
      compare(epoch + "test loss", one.testLoss(), other.testLoss(), differences);
      compare(epoch + "test accuracy", one.testAccuracy(), other.testAccuracy(), differences);
    }
    return differences;
  }

  private static void compare(
      String what, @Nullable Double before, @Nullable Double after, List<String> differences) {
    if (!Objects.equals(before, after)) {
      differences.add(what + " " + before + " recorded, " + after + " now");
    }
  }

  private static boolean accuraciesAgree(EpochRow before, EpochRow after, int testExamples) {
    Double one = before.testAccuracy();
    Double other = after.testAccuracy();
    if (one == null || other == null) {
      return Objects.equals(one, other);
    }
    double p = (one + other) / 2;
    double standardError = Math.sqrt(2 * p * (1 - p) / testExamples);
    return Math.abs(one - other) <= STANDARD_ERRORS * standardError;
  }

  /** What may explain a difference, a clause each. */
  private static List<String> environmentDifferences(Manifest before, Manifest after) {
    List<String> differences = new ArrayList<>();
    note("the build", before.build().id(), after.build().id(), differences);
    note(
        "the engine's numerics version",
        before.engine().numericsVersion(),
        after.engine().numericsVersion(),
        differences);
    note("the engine's facts", before.engine().facts(), after.engine().facts(), differences);
    note("Java", before.java().version(), after.java().version(), differences);
    note("the processor", before.machine().cpu(), after.machine().cpu(), differences);
    note("the operating system", before.machine().os(), after.machine().os(), differences);
    return differences;
  }

  private static void note(
      String what, @Nullable Object before, @Nullable Object after, List<String> differences) {
    if (!Objects.equals(before, after)) {
      differences.add(what + " was " + before + " and is " + after);
    }
  }
}

package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.findings.Roof;
import org.parallelbackprop.analysis.findings.Roofline;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.analysis.statistics.Interval;
import org.parallelbackprop.analysis.statistics.PairedRatio;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.analysis.statistics.Scaling;

/** What the main table has no room for: rates, time to a target, accuracy, scaling. */
final class Details {

  /** Threads that give less than this of a perfect speed-up wait for each other. */
  private static final double LOW_EFFICIENCY = 0.7;

  private static final String LAUNCHES =
      " An engine on a GPU is bound by launches if its kernels, had they nothing to do, would take"
          + " half the time or more and no roof is nearer; it measures that before its first"
          + " epoch, and a share above 100 % means that they went faster later.";

  private static final String DEVICES =
      " An engine on a GPU is held against the roofs of that GPU. With factors in TF32, which"
          + " tensor cores multiply faster than any float32, its arithmetic is held against the"
          + " fastest large matrix product of cuBLAS in TF32: what a library reaches, not what the"
          + " tensor cores could do.";

  private final Findings findings;
  private final Layout layout;

  Details(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.addAll(rates());
    blocks.addAll(accuracy());
    blocks.addAll(scaling());
    blocks.addAll(new EnergyTable(findings, layout).blocks());
    return blocks;
  }

  private Field<CellFinding> cell() {
    return new Field<>(
        Column.words("cell", "cell"), finding -> Value.of(layout.words(finding.cell())));
  }

  private List<Block> rates() {
    List<Field<CellFinding>> fields = new ArrayList<>();
    fields.add(cell());
    fields.add(
        new Field<>(
            Column.number("arithmetic [GFLOP/s]", "gigaflops_per_second"),
            finding -> quantity(finding.gigaflopsPerSecond())));
    fields.add(
        new Field<>(
            Column.number("examples per second", "examples_per_second"),
            finding -> quantity(examplesPerSecond(finding))));
    fields.add(
        new Field<>(
            Column.number("share of compute peak", "share_of_compute_peak"),
            finding -> share(finding, Roofline::computeShare)));
    fields.add(
        new Field<>(
            Column.number("share of memory bandwidth", "share_of_memory_bandwidth"),
            finding -> share(finding, Roofline::memoryShare)));
    fields.add(new Field<>(Column.words("roof", "roof"), this::roof));
    boolean devices = withRuns().stream().anyMatch(Details::isOnDevice);
    boolean launches = withRuns().stream().anyMatch(f -> f.launchShare().isPresent());
    if (launches) {
      fields.add(
          new Field<>(
              Column.number("share of launches", "share_of_launches"), Details::launchShare));
    }
    fields.add(new Field<>(Column.words("bound by", "bound_by"), this::regime));
    Double target = findings.experiment().plan().report().targetAccuracy();
    if (target != null) {
      fields.add(
          new Field<>(
              Column.number(
                  "time to test accuracy " + Numbers.shortest(target) + ", median [s]",
                  "seconds_to_target_median"),
              this::secondsToTarget));
      fields.add(
          new Field<>(
              Column.number("runs that reached it", "runs_that_reached_target"),
              finding -> Value.of(Sizes.of(finding.secondsToTarget()))));
    }
    return List.of(
        new Block.Heading(3, "Rates"),
        new Block.Paragraph(
            "Operations are those that the work takes, whatever an engine really executes: an"
                + " engine that skips products with zero can come out above the peak of its"
                + " processor. Roofs are those of calibration.json, measured on this machine before"
                + " the first run: fused multiply-adds on registers, and STREAM triad; the memory"
                + " traffic is the least that the work needs if no parameters stay in a cache. A"
                + " share above 100 % of the memory's bandwidth shows that they do, and then the"
                + " memory does not bound."
                + (devices ? DEVICES : "")
                + (launches ? LAUNCHES : "")
                + " Time to accuracy is training time up to the end of the first epoch that reached"
                + " it."),
        new Block.Grid(Field.table("rates", fields, withRuns())));
  }

  private Value share(CellFinding finding, Function<Roofline, @Nullable Double> of) {
    return switch (findings.roofline(finding)) {
      case Roofline.Known(Roofline roofline) -> {
        Double share = of.apply(roofline);
        yield share == null
            ? Value.missing("not measured")
            : new Value.Quantity(share, Numbers.percent(share));
      }
      case Roofline.NotKnown(String reason) -> Value.missing(reason);
    };
  }

  private Value roof(CellFinding finding) {
    return switch (findings.roofline(finding)) {
      case Roofline.Known(Roofline roofline) -> Value.of(roofline.roof().name());
      case Roofline.NotKnown(String reason) -> Value.missing(reason);
    };
  }

  private static boolean isOnDevice(CellFinding finding) {
    return finding.runs().stream()
        .map(run -> Objects.requireNonNull(run.run().manifest()))
        .anyMatch(manifest -> Roof.device(manifest).isPresent());
  }

  private static Value launchShare(CellFinding finding) {
    OptionalDouble share = finding.launchShare();
    return share.isPresent()
        ? new Value.Quantity(share.getAsDouble(), Numbers.percent(share.getAsDouble()))
        : Value.missing("");
  }

  /**
   * Launches that take half the time, unless a roof is nearer than they are, else a roof that is
   * near, else threads that wait for each other, else nothing that is measured.
   */
  private Value regime(CellFinding finding) {
    Roofline.Position position = findings.roofline(finding);
    double nearest = position instanceof Roofline.Known(Roofline roofline) ? roofline.nearest() : 0;
    double launches = finding.launchShare().orElse(0);
    if (launches >= Roofline.NEAR && launches >= nearest) {
      return Value.of("launch");
    }
    return switch (position) {
      case Roofline.Known(Roofline roofline) -> {
        boolean waits = speedUp(finding) != null && scaling(finding).efficiency() < LOW_EFFICIENCY;
        yield Value.of(waits && !roofline.isNearRoof() ? "synchronisation" : roofline.regime());
      }
      case Roofline.NotKnown(String reason) -> Value.missing(reason);
    };
  }

  private static @Nullable Double examplesPerSecond(CellFinding finding) {
    Sample seconds = finding.epochSeconds();
    return seconds == null
        ? null
        : Objects.requireNonNull(finding.runs().getFirst().run().manifest())
                .dataset()
                .trainingExamples()
            / seconds.median();
  }

  private Value secondsToTarget(CellFinding finding) {
    Sample seconds = finding.secondsToTarget();
    // A median over all runs exists if more than half of them got there.
    return seconds == null || 2 * seconds.size() <= finding.runs().size()
        ? Value.missing("not reached")
        : new Value.Quantity(seconds.median(), Numbers.seconds(seconds.median()));
  }

  private List<Block> accuracy() {
    List<CellFinding> compared =
        withRuns().stream().filter(finding -> difference(finding) != null).toList();
    if (compared.isEmpty()) {
      return List.of();
    }
    List<Field<CellFinding>> fields =
        List.of(
            cell(),
            new Field<>(
                Column.number("pairs", "pairs"),
                finding -> Value.of(Sizes.of(difference(finding)))),
            new Field<>(
                Column.number("mean difference", "test_accuracy_difference_mean"),
                finding ->
                    Estimates.accuracyDifference(
                        Objects.requireNonNull(difference(finding)).mean())),
            new Field<>(
                Column.number("from", "test_accuracy_difference_lower"),
                finding -> end(interval(finding), true)),
            new Field<>(
                Column.number("to", "test_accuracy_difference_upper"),
                finding -> end(interval(finding), false)));
    return List.of(
        new Block.Heading(3, "Accuracy against the baseline"),
        new Block.Paragraph(
            "Difference of the test accuracies after the last epoch, paired by block and seed: mean"
                + " and Student's 95 % interval from three pairs on."),
        new Block.Grid(Field.table("accuracy-differences", fields, compared)));
  }

  private @Nullable Sample difference(CellFinding finding) {
    Comparison comparison = findings.comparisons().get(finding.cell().id());
    return comparison == null ? null : comparison.accuracyDifference();
  }

  private @Nullable Interval interval(CellFinding finding) {
    return Objects.requireNonNull(difference(finding)).meanInterval();
  }

  private List<Block> scaling() {
    List<CellFinding> scaled =
        withRuns().stream().filter(finding -> speedUp(finding) != null).toList();
    if (scaled.isEmpty()) {
      return List.of();
    }
    List<Field<CellFinding>> fields =
        List.of(
            cell(),
            new Field<>(
                Column.forPeople("speed-up over 1 thread"),
                finding -> Estimates.of(Objects.requireNonNull(speedUp(finding)))),
            new Field<>(
                Column.forPrograms("speed_up_over_one_thread"),
                finding -> Estimates.number(scaling(finding).speedUp())),
            speedUpEnd("speed_up_over_one_thread_lower", Interval::lower),
            speedUpEnd("speed_up_over_one_thread_upper", Interval::upper),
            new Field<>(
                Column.number("efficiency", "efficiency"),
                finding -> {
                  double efficiency = scaling(finding).efficiency();
                  return new Value.Quantity(efficiency, Numbers.percent(efficiency));
                }),
            new Field<>(
                Column.number("serial fraction (Karp–Flatt)", "karp_flatt_serial_fraction"),
                finding -> {
                  double fraction = scaling(finding).serialFraction();
                  return new Value.Quantity(fraction, Numbers.decimals(fraction, 3));
                }));
    return List.of(
        new Block.Heading(3, "Scaling over threads"),
        new Block.Paragraph(
            "Against the same engine with one thread, at the same batch size, in brackets as in the"
                + " main table. A serial fraction"
                + " that grows with the threads points to overhead, one that stays to serial code,"
                + " a negative one to more than linear speed-up."),
        new Block.Grid(Field.table("scaling", fields, scaled)));
  }

  private Field<CellFinding> speedUpEnd(String name, ToDoubleFunction<Interval> end) {
    return new Field<>(
        Column.forPrograms(name),
        finding -> Estimates.end(Objects.requireNonNull(speedUp(finding)).interval(), end));
  }

  private @Nullable PairedRatio speedUp(CellFinding finding) {
    Comparison comparison = findings.scaling().get(finding.cell().id());
    return comparison == null ? null : comparison.speedUp();
  }

  private Scaling scaling(CellFinding finding) {
    String threads =
        Objects.requireNonNull(Settings.of(finding.cell()).get(Settings.THREADS), "threads");
    return new Scaling(
        Integer.parseInt(threads), Objects.requireNonNull(speedUp(finding)).estimate());
  }

  private List<CellFinding> withRuns() {
    return findings.cells().stream().filter(finding -> !finding.runs().isEmpty()).toList();
  }

  private static Value quantity(@Nullable Double value) {
    return value == null
        ? Value.missing("no time")
        : new Value.Quantity(value, Numbers.significant(value, 3));
  }

  private static Value end(@Nullable Interval interval, boolean lower) {
    return interval == null
        ? Value.missing("fewer than three pairs")
        : Estimates.accuracyDifference(lower ? interval.lower() : interval.upper());
  }
}

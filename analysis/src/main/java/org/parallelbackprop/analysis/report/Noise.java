package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.findings.GridDrift;
import org.parallelbackprop.analysis.findings.RunFinding;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Manifest;

/** Runs whose times a reader should look at twice. Nothing is left out because of them. */
final class Noise {

  private record Marked(CellFinding cell, RunFinding run, String why) {}

  private final Findings findings;
  private final Layout layout;
  private final double medianSentinel;
  private final double effect;
  private final Optional<GridDrift> drift;

  Noise(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
    double[] sentinels =
        findings.cells().stream()
            .flatMap(cell -> cell.runs().stream())
            .map(run -> run.run().manifest())
            .filter(Objects::nonNull)
            .mapToDouble(manifest -> manifest.before().sentinelSeconds())
            .toArray();
    effect = findings.experiment().plan().report().minimumEffect();
    drift = findings.drift();
    medianSentinel = sentinels.length == 0 ? 0 : new Sample(sentinels).median();
  }

  List<Block> blocks() {
    List<Marked> marked = new ArrayList<>();
    for (CellFinding cell : findings.cells()) {
      for (RunFinding run : cell.runs()) {
        String why = String.join("; ", reasons(run));
        if (!why.isEmpty()) {
          marked.add(new Marked(cell, run, why));
        }
      }
    }
    if (marked.isEmpty()) {
      return List.of(
          new Block.Paragraph(overTheGrid()),
          new Block.Paragraph(
              "No run has an epoch that lies far from its others, times that drift, a sentinel that"
                  + " took another time before or after it, more threads than processors, or a"
                  + " machine that was busy, swapped, throttled it or gave its time to others."));
    }
    List<Field<Marked>> fields =
        List.of(
            new Field<>(Column.words("run", "run"), m -> Value.of(m.run().run().planned().id())),
            new Field<>(Column.words("cell", "cell"), m -> Value.of(layout.words(m.cell().cell()))),
            new Field<>(Column.words("what is odd", "why"), m -> Value.of(m.why())));
    return List.of(
        new Block.Paragraph(overTheGrid()),
        new Block.Grid(Field.table("odd-runs", fields, marked)));
  }

  /** What the sentinel, timed before each run, says of the machine from the first to the last. */
  private String overTheGrid() {
    if (drift.isEmpty()) {
      return "Fewer than five runs do not tell whether the machine drifted over the grid.";
    }
    GridDrift found = drift.get();
    String test =
        "the sentinel's time, in the order of the %d runs, Mann–Kendall p = %s"
            .formatted(found.runs(), Numbers.significant(found.pValue(), 2));
    if (!found.isSignificant()) {
      return "The machine did not drift over the grid, as far as can be told: no trend in "
          + test
          + ".";
    }
    String change =
        "by %s from the first run to the last (Theil–Sen; %s)"
            .formatted(Numbers.signedPercent(found.change()), test);
    return found.isDrift(effect)
        ? "The machine drifted over the grid: the sentinel's time changed %s. Runs where that trend is further than %s from its middle are marked. Ratios are paired within blocks, in which most of it cancels; medians over blocks are not."
            .formatted(change, Numbers.percent(effect))
        : "The machine drifted a little over the grid: the sentinel's time changed %s, less than the %s that are worth a mark."
            .formatted(change, Numbers.percent(effect));
  }

  private List<String> reasons(RunFinding run) {
    List<String> reasons = new ArrayList<>();
    if (!run.outliers().isEmpty()) {
      reasons.add(
          "outliers (modified z-score above 3.5): epoch "
              + run.outliers().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
    Double slope = run.driftPerEpoch();
    int epochs = run.run().epochs().size();
    if (slope != null && Math.abs(slope) * epochs > effect) {
      reasons.add(
          "drifts by %s per epoch (Theil–Sen), %s over the run"
              .formatted(Numbers.signedPercent(slope), Numbers.signedPercent(slope * epochs)));
    }
    double offset =
        drift
            .filter(found -> found.isDrift(effect))
            .map(found -> found.offsets().getOrDefault(run.run().planned().id(), 0.0))
            .orElse(0.0);
    if (Math.abs(offset) > effect) {
      reasons.add(
          "the drift over the grid is %s from its middle".formatted(Numbers.signedPercent(offset)));
    }
    Manifest manifest = run.run().manifest();
    if (manifest != null) {
      double trainSeconds = run.run().trainSecondsUpTo(epochs);
      reasons.addAll(new Disturbances(medianSentinel, effect).of(manifest, trainSeconds));
    }
    return reasons;
  }
}

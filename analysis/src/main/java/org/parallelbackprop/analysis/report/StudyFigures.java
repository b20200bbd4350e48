package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.figure.Axis;
import org.parallelbackprop.analysis.figure.Panel;
import org.parallelbackprop.analysis.figure.Series;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.analysis.statistics.PairedRatio;

/**
 * Figures 5 to 10 of the study of 2016 over this grid, beside its own values: time per epoch,
 * arithmetic rate and speed-up against batch size, for the networks that both have.
 */
final class StudyFigures {

  private static final Axis BATCH_SIZE =
      new Axis("batch size [examples]", Axis.Scale.LOGARITHMIC_AT_VALUES);

  private final Findings findings;
  private final Layout layout;
  private final List<Study2016.Bar> bars = Study2016.bars();
  private final List<String> networks;

  StudyFigures(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
    List<String> theirs = bars.stream().map(Study2016.Bar::network).distinct().toList();
    networks =
        findings.cells().stream()
            .filter(cell -> !cell.runs().isEmpty())
            .map(cell -> cell.cell().settings().network())
            .distinct()
            .filter(theirs::contains)
            .toList();
  }

  /** Nothing for a grid that has none of the study's networks or a single batch size. */
  List<Block> blocks() {
    if (networks.isEmpty() || !layout.varying().contains(Settings.BATCH_SIZE)) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "The study's figures, here and in 2016"));
    blocks.add(
        new Block.Paragraph(
            "Their machine had 32 cores at 2.6 GHz and a Tesla K40c; parallel programs ran on 32"
                + " threads. Their programs differed in loss, last batch and shuffling, so their"
                + " speed-ups do not all compare equal work. Rates are recomputed with the"
                + " operations that the work takes, of which the study counted 2.5 (one hidden"
                + " layer) and 1.9 times (two) as many."));
    blocks.addAll(
        figure(
            "study-time",
            "Time per epoch against batch size: with the two figures below the counterpart of the"
                + " study's figures 5 to 10, which show these three quantities for its two"
                + " networks.",
            new Axis("time per epoch [s]", Axis.Scale.LOGARITHMIC),
            cell -> Panels.median(batch(cell), cell.epochSeconds()),
            Study2016.Bar::secondsPerEpoch));
    blocks.addAll(
        figure(
            "study-rate",
            "Arithmetic rate against batch size (of the study's figures 5 to 10 those of GFLOPS).",
            new Axis("rate [GFLOP/s]", Axis.Scale.LOGARITHMIC),
            cell -> {
              Double rate = cell.gigaflopsPerSecond();
              return rate == null ? List.of() : List.of(Series.Point.at(batch(cell), rate));
            },
            bar -> operationsPerEpoch(bar.network()) / bar.secondsPerEpoch() / 1e9));
    blocks.addAll(
        figure(
            "study-speed-up",
            "Speed-up against batch size (of the study's figures 5 to 10 those of speed-up). Here:"
                + " against "
                + Layout.baseline(findings.experiment().plan())
                + ". 2016: parallel against serial, parallel-blas and both CUDA programs against"
                + " serial-blas, Theano against theano-serial.",
            new Axis("speed-up", Axis.Scale.LOGARITHMIC),
            this::speedUp,
            this::speedUp));
    return blocks;
  }

  private static double batch(CellFinding cell) {
    return cell.cell().settings().batchSize();
  }

  private double operationsPerEpoch(String network) {
    CellFinding any =
        findings.cells().stream()
            .filter(cell -> cell.cell().settings().network().equals(network))
            .filter(cell -> !cell.runs().isEmpty())
            .findFirst()
            .orElseThrow();
    int examples =
        Objects.requireNonNull(any.runs().getFirst().run().manifest()).dataset().trainingExamples();
    return Objects.requireNonNull(any.operationsPerEpoch()) / examples * Study2016.EXAMPLES;
  }

  private List<Series.Point> speedUp(CellFinding cell) {
    Comparison comparison = findings.comparisons().get(cell.cell().id());
    PairedRatio ratio = comparison == null ? null : comparison.speedUp();
    return ratio == null
        ? List.of()
        : List.of(Panels.point(batch(cell), ratio.estimate(), ratio.interval()));
  }

  private @Nullable Double speedUp(Study2016.Bar bar) {
    return bars.stream()
        .filter(other -> other.network().equals(bar.network()))
        .filter(other -> other.batchSize() == bar.batchSize())
        .filter(other -> other.implementation().equals(bar.baseline()))
        .map(other -> other.secondsPerEpoch() / bar.secondsPerEpoch())
        .findFirst()
        .orElse(null);
  }

  private List<Block> figure(
      String name,
      String caption,
      Axis y,
      Function<CellFinding, List<Series.Point>> here,
      Function<Study2016.Bar, @Nullable Double> then) {
    List<Panel> panels = new ArrayList<>();
    int ours = 0;
    for (String network : networks) {
      List<CellFinding> cells =
          findings.cells().stream()
              .filter(cell -> cell.cell().settings().network().equals(network))
              .toList();
      List<String> rest =
          layout.surroundingsWithout(Settings.BATCH_SIZE, "network", Settings.LEARNING_RATE);
      for (Panel panel : Panels.of(cells, layout, rest, here)) {
        String title = panel.title().isEmpty() ? "here" : "here, " + panel.title();
        panels.add(new Panel(network + ", " + title, panel.series()));
        ours++;
      }
      panels.add(new Panel(network + ", 2016", then(network, then)));
    }
    return ours == 0 ? List.of() : Panels.figure(name, caption, panels, BATCH_SIZE, y);
  }

  private List<Series> then(String network, Function<Study2016.Bar, @Nullable Double> value) {
    Map<String, List<Series.Point>> points = new LinkedHashMap<>();
    Map<String, String> engines = new LinkedHashMap<>();
    for (Study2016.Bar bar : bars) {
      Double y = bar.network().equals(network) ? value.apply(bar) : null;
      if (y != null) {
        points
            .computeIfAbsent(bar.implementation(), key -> new ArrayList<>())
            .add(Series.Point.at(bar.batchSize(), y));
        engines.put(bar.implementation(), bar.engine());
      }
    }
    List<Series> series = new ArrayList<>();
    // Theirs come after the variants of ours, so that no two lines of a legend look the same.
    Map<String, Integer> variants = new LinkedHashMap<>();
    points.forEach((implementation, own) -> {
      String engine = Objects.requireNonNull(engines.get(implementation));
      int variant = layout.variants(engine) + variants.merge(engine, 1, Integer::sum) - 1;
      series.add(new Series("2016: " + implementation, layout.style(engine, variant), own));
    });
    return series;
  }
}

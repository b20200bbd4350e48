package org.parallelbackprop.analysis.findings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.equivalence.EqualWork;
import org.parallelbackprop.analysis.equivalence.WorkComparison;
import org.parallelbackprop.analysis.runs.Experiment;
import org.parallelbackprop.analysis.runs.RunPair;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.analysis.statistics.Outliers;
import org.parallelbackprop.analysis.statistics.PairedRatio;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.analysis.statistics.Trend;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

/**
 * Everything that a report's tables say in numbers: the way from rows to statistics.
 *
 * @param experiment where it comes from
 * @param cells one for each cell of the plan, in its order
 * @param comparisons by cell id; cells without a baseline other than themselves, or whose baseline
 *     has no completed run, have none
 * @param scaling cells with several threads against the same cell with one, by the id of the former
 */
public record Findings(
    Experiment experiment,
    List<CellFinding> cells,
    Map<String, Comparison> comparisons,
    Map<String, Comparison> scaling) {

  public Findings {
    cells = List.copyOf(cells);
    comparisons = Map.copyOf(comparisons);
    scaling = Map.copyOf(scaling);
  }

  /**
   * Evaluates an experiment.
   *
   * @throws IOException if the parameters that a run left cannot be read
   */
  public static Findings of(Experiment experiment) throws IOException {
    int steadyFrom = experiment.plan().report().steadyFromEpoch();
    EpochTable table = new EpochTable(experiment);
    Map<String, Double> steady = table.medianTrainSeconds(steadyFrom, null);
    Map<String, Double> first = table.medianTrainSeconds(1, 1);
    Map<String, CellFinding> byId = new HashMap<>();
    List<CellFinding> cells = new ArrayList<>();
    for (Cell cell : experiment.plan().cells()) {
      List<RunFinding> runs = new ArrayList<>();
      for (RunResult run : experiment.doneRuns(cell)) {
        String id = run.planned().id();
        runs.add(run(run, Objects.requireNonNull(first.get(id)), steady.get(id), experiment));
      }
      CellFinding finding =
          new CellFinding(
              cell, runs, experiment.runs(cell).stream().filter(run -> !run.isDone()).toList());
      cells.add(finding);
      byId.put(cell.id(), finding);
    }
    Map<String, Comparison> comparisons = new HashMap<>();
    for (CellFinding cell : cells) {
      if (Baseline.of(cell.cell(), experiment.plan()) instanceof Baseline.Other(Cell other)) {
        CellFinding baseline = Objects.requireNonNull(byId.get(other.id()));
        if (!baseline.runs().isEmpty()) {
          comparisons.put(cell.cell().id(), compare(baseline, cell));
        }
      }
    }
    Map<String, Comparison> scaling = new HashMap<>();
    for (CellFinding cell : cells) {
      for (CellFinding single : cells) {
        if (isSingleThreaded(single.cell(), cell.cell())) {
          scaling.put(cell.cell().id(), compare(single, cell));
        }
      }
    }
    return new Findings(experiment, cells, comparisons, scaling);
  }

  /** Whether a cell is the other one with one thread in place of several. */
  private static boolean isSingleThreaded(Cell single, Cell cell) {
    Map<String, String> its = Settings.of(single);
    Map<String, String> own = Settings.of(cell);
    if (!"1".equals(its.get(Settings.THREADS)) || "1".equals(own.get(Settings.THREADS))) {
      return false;
    }
    its.remove(Settings.THREADS);
    return own.remove(Settings.THREADS) != null && its.equals(own);
  }

  /** Whether the machine drifted while the grid ran; empty if its runs are too few to tell. */
  public Optional<GridDrift> drift() {
    return GridDrift.of(experiment);
  }

  /** How near a cell comes to what its machine can do. */
  public Roofline.Position roofline(CellFinding cell) {
    return Roofline.of(cell, experiment.calibration());
  }

  private static RunFinding run(
      RunResult run, double firstSeconds, @Nullable Double steadySeconds, Experiment experiment) {
    int steadyFrom = experiment.plan().report().steadyFromEpoch();
    List<EpochRow> window = run.epochs().stream().filter(row -> row.epoch() >= steadyFrom).toList();
    double[] seconds = window.stream().mapToDouble(EpochRow::trainSeconds).toArray();
    double[] epochs = window.stream().mapToDouble(EpochRow::epoch).toArray();
    return new RunFinding(
        run,
        firstSeconds,
        steadySeconds,
        run.epochs().getLast().testAccuracy(),
        secondsToTarget(run, experiment.plan().report().targetAccuracy()),
        EpochJoules.of(run.energy(), steadyFrom),
        Outliers.of(seconds).stream().map(i -> window.get(i).epoch()).toList(),
        steadySeconds == null || seconds.length < Sample.FEWEST_FOR_INTERVAL
            ? null
            : Trend.slope(epochs, seconds) / steadySeconds);
  }

  private static @Nullable Double secondsToTarget(RunResult run, @Nullable Double target) {
    if (target == null) {
      return null;
    }
    for (EpochRow row : run.epochs()) {
      if (row.testAccuracy() != null && row.testAccuracy() >= target) {
        return run.trainSecondsUpTo(row.epoch());
      }
    }
    return null;
  }

  private static Comparison compare(CellFinding baseline, CellFinding cell) throws IOException {
    List<RunPair> pairs = new ArrayList<>();
    List<double[]> seconds = new ArrayList<>();
    List<Double> accuracies = new ArrayList<>();
    for (RunFinding other : baseline.runs()) {
      for (RunFinding own : cell.runs()) {
        List<RunPair> pair = RunPair.of(List.of(other.run()), List.of(own.run()));
        if (pair.isEmpty()) {
          continue;
        }
        pairs.addAll(pair);
        if (other.epochSeconds() != null && own.epochSeconds() != null) {
          seconds.add(new double[] {other.epochSeconds(), own.epochSeconds()});
        }
        if (other.testAccuracy() != null && own.testAccuracy() != null) {
          accuracies.add(own.testAccuracy() - other.testAccuracy());
        }
      }
    }
    WorkComparison work = EqualWork.judge(pairs);
    return new Comparison(
        baseline.cell(),
        work,
        work.verdict().allowsSpeedUp() && !seconds.isEmpty()
            ? PairedRatio.of(
                seconds.stream().mapToDouble(pair -> pair[0]).toArray(),
                seconds.stream().mapToDouble(pair -> pair[1]).toArray())
            : null,
        accuracies.isEmpty()
            ? null
            : new Sample(accuracies.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}

package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.findings.Comparison;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.statistics.PairedRatio;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.analysis.statistics.Verdict;

/** What came out, in three sentences. */
final class Answer {

  private record Compared(CellFinding cell, Comparison comparison, PairedRatio ratio) {}

  private final Findings findings;
  private final Layout layout;

  Answer(Findings findings, Layout layout) {
    this.findings = findings;
    this.layout = layout;
  }

  String text() {
    List<String> sentences = new ArrayList<>();
    sentences.add(fastest());
    if (!findings.comparisons().isEmpty()) {
      sentences.add(speedUps());
    }
    sentences.add(accuracies());
    return String.join(" ", sentences);
  }

  private String fastest() {
    return findings.cells().stream()
        .filter(cell -> cell.epochSeconds() != null && !cell.declaresDifferentWork())
        .min(Comparator.comparingDouble(cell -> seconds(cell).median()))
        .map(cell ->
            "The shortest time per epoch is %s s (%s, %s)."
                .formatted(
                    Numbers.seconds(seconds(cell).median()),
                    layout.words(cell.cell()),
                    runs(seconds(cell).size())))
        .orElse("No run has a time per epoch in the steady window.");
  }

  private String speedUps() {
    List<Compared> compared = new ArrayList<>();
    int all = 0;
    int same = 0;
    for (CellFinding cell : findings.cells()) {
      Comparison comparison = findings.comparisons().get(cell.cell().id());
      if (comparison != null && !cell.runs().isEmpty()) {
        all++;
        same += comparison.work().verdict().allowsSpeedUp() ? 1 : 0;
      }
      if (comparison != null && comparison.speedUp() != null) {
        compared.add(new Compared(cell, comparison, comparison.speedUp()));
      }
    }
    if (compared.isEmpty()) {
      return "None of the %d comparisons with a baseline has a speed-up, because %s."
          .formatted(
              all,
              same == 0
                  ? "no two cells are known to have done the same work"
                  : "no pair of runs that did the same work has times in the steady window");
    }
    Compared best =
        compared.stream().max(Comparator.comparingDouble(c -> c.ratio().estimate())).orElseThrow();
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    double effect = findings.experiment().plan().report().minimumEffect();
    compared.forEach(c -> verdicts.merge(c.ratio().verdict(effect), 1, Integer::sum));
    return "Of %d comparisons with a baseline %d did the same work%s: %s; the largest speed-up is %s (%s, against %s)."
        .formatted(
            all,
            same,
            compared.size() == same ? "" : ", of which %d have times".formatted(compared.size()),
            verdicts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", ")),
            Numbers.factor(best.ratio().estimate()),
            layout.words(best.cell().cell()),
            layout.series(best.comparison().baseline()));
  }

  private String accuracies() {
    List<CellFinding> measured =
        findings.cells().stream().filter(cell -> cell.testAccuracy() != null).toList();
    if (measured.isEmpty()) {
      return "No run measured its accuracy on the test set.";
    }
    Comparator<CellFinding> byAccuracy = Comparator.comparingDouble(cell -> accuracy(cell).mean());
    CellFinding worst = measured.stream().min(byAccuracy).orElseThrow();
    CellFinding best = measured.stream().max(byAccuracy).orElseThrow();
    String lowest = Numbers.accuracy(accuracy(worst).mean());
    if (lowest.equals(Numbers.accuracy(accuracy(best).mean()))) {
      return "Mean test accuracy after the last epoch is %s in %s."
          .formatted(lowest, measured.size() == 1 ? "the only cell" : "every cell");
    }
    return "Mean test accuracy after the last epoch lies between %s (%s) and %s (%s)."
        .formatted(
            lowest,
            layout.words(worst.cell()),
            Numbers.accuracy(accuracy(best).mean()),
            layout.words(best.cell()));
  }

  private static Sample seconds(CellFinding cell) {
    return Objects.requireNonNull(cell.epochSeconds());
  }

  private static Sample accuracy(CellFinding cell) {
    return Objects.requireNonNull(cell.testAccuracy());
  }

  static String runs(int number) {
    return number == 1 ? "one run" : "median of " + number + " runs";
  }
}

package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.analysis.runs.Settings;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Plan;

/**
 * How it was measured, made from plan and manifests so that it cannot differ from what was done.
 */
final class Method {

  private Method() {}

  static List<String> sentences(Findings findings, Layout layout) {
    Plan plan = findings.experiment().plan();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%d cells, %d runs planned, %d completed; seeds %s."
            .formatted(
                plan.cells().size(),
                plan.runs().size(),
                findings.experiment().runs().stream().filter(RunResult::isDone).count(),
                plan.runs().stream()
                    .map(run -> run.seed())
                    .distinct()
                    .sorted()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "))));
    sentences.add(
        "The same for all cells: "
            + Settings.of(plan.cells().getFirst()).entrySet().stream()
                .filter(setting -> !layout.varying().contains(setting.getKey()))
                .map(setting -> Settings.words(setting.getKey()) + " " + setting.getValue())
                .collect(Collectors.joining(", "))
            + ".");
    findings.experiment().runs().stream()
        .filter(RunResult::isDone)
        .map(RunResult::manifest)
        .filter(manifest -> manifest != null)
        .map(Manifest::dataset)
        .distinct()
        .map(data ->
            "Data set %s, content %s: %d examples train, %d validate, %d test."
                .formatted(
                    data.name(),
                    data.sha256().substring(0, Math.min(12, data.sha256().length())),
                    data.trainingExamples(),
                    data.validationExamples(),
                    data.testExamples()))
        .forEach(sentences::add);
    sentences.add(
        "Every run is a fresh JVM; block r of all cells comes before block r + 1 of any, in a"
            + " seeded random order within each block.");
    sentences.add(
        "The time of an epoch is the wall-clock time of training alone, taken outside the engine,"
            + " which returns only when all its work is done; reading, transfer, warm-up and"
            + " evaluation are not in it.");
    sentences.add(
        "Epoch 1 is reported apart; the steady window begins with epoch %d. No value is dropped."
            .formatted(plan.report().steadyFromEpoch()));
    sentences.add(
        "Faster and slower mean: the two-sided paired t-test on the logarithms of the times rejects equality at 5 %%, and the times differ by %s or more. Each comparison stands for itself: of twenty cells that do not differ, one is expected to pass the test."
            .formatted(Numbers.percent(plan.report().minimumEffect())));
    return sentences;
  }
}

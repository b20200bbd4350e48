package org.parallelbackprop.runner.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.runner.spec.Experiment;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.spec.ExperimentReader;

/**
 * What must hold for any bytes that are taken for an experiment file: they are refused with
 * sentences that name the file, or become a plan whose runs are bounded in number and can be
 * folders of a results folder. Also a target for Jazzer.
 */
@NullMarked
public final class ExperimentFuzz {

  private static final String NAME = "fuzzed";
  private static final Collection<EngineDescription> ENGINES = TestEngines.all();
  private static final String DATASET_SHA256 = "ab".repeat(32);

  private ExperimentFuzz() {}

  /**
   * Tries one input.
   *
   * @throws AssertionError if it is accepted wrongly or refused without a sentence
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether it is accepted. */
  static boolean accepts(byte[] bytes) {
    try {
      Experiment experiment = ExperimentReader.parse(bytes, NAME, ENGINES);
      check(experiment, Planner.plan(experiment, ENGINES, DATASET_SHA256));
      return true;
    } catch (ExperimentException e) {
      String.valueOf(e.getMessage()).lines().forEach(ExperimentFuzz::checkSentence);
      return false;
    }
  }

  private static void checkSentence(String line) {
    require(line.startsWith(NAME + ":"), "the file is not named: " + line);
    require(line.codePoints().noneMatch(Character::isISOControl), "control characters in: " + line);
  }

  private static void check(Experiment experiment, Plan plan) {
    require(
        plan.runs().size() == plan.cells().size() * experiment.seeds().size(), "runs are missing");
    require(plan.runs().size() <= Planner.MAX_RUNS, "more runs than anybody can do");
    Path results = Path.of("/results/runs");
    Set<String> cells = plan.cells().stream().map(Cell::id).collect(Collectors.toSet());
    Set<String> folders = new HashSet<>();
    for (PlannedRun run : plan.runs()) {
      require(cells.contains(run.cellId()), "a run of no cell");
      require(folders.add(run.id()), "two runs in one folder");
      require(
          results.equals(results.resolve(run.id()).normalize().getParent()),
          "a run outside its folder: " + run.id());
      require(run.id().getBytes(StandardCharsets.UTF_8).length < 256, "a name that no disk takes");
    }
    List<String> axes = plan.axes();
    require(Set.copyOf(axes).size() == axes.size(), "an axis twice");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}

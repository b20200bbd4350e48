package org.parallelbackprop.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.datasets.DatasetLocator;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.LocatedDataset;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.runner.command.FaultyToolkit;
import org.parallelbackprop.runner.plan.Planner;
import org.parallelbackprop.runner.spec.Experiment;
import org.parallelbackprop.runner.spec.ExperimentReader;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** An engine that never returns, in a file that sets no limit: the forecast's ends it. */
@DisabledOnOs(OS.WINDOWS)
final class HangTest {

  @TempDir private Path folder;

  @Test
  void theForecastsLimitEndsARunThatHangs() throws Exception {
    FaultyToolkit faulty = FaultyToolkit.in(folder.toRealPath());
    Toolkit toolkit = Toolkit.at(faulty.home());
    Experiment experiment =
        ExperimentReader.read(faulty.experiment("hang", List.of("hang"), 1, ""), toolkit.engines());
    LocatedDataset dataset =
        new DatasetLocator(null, Map.of()).locate(DatasetName.parse(experiment.dataset()));
    Plan plan = Planner.plan(experiment, toolkit.engines(), dataset.sha256());
    ResultsFolder results = new ResultsFolder(Files.createDirectory(folder.resolve("results")));
    Forecast forecast = new Forecast(null, toolkit.engines(), Duration.ofSeconds(1));
    forecast.learn(plan.cells().getFirst().settings(), Duration.ofMillis(150));

    try (ResultsLock lock = ResultsLock.take(results)) {
      GridExecution execution =
          new GridExecution(
              toolkit,
              plan,
              results,
              Map.of(experiment.dataset(), dataset),
              null,
              lock,
              new Silent());
      assertThat(
              execution.perform(
                  List.of(new GridExecution.Task(plan.runs().getFirst(), "")),
                  forecast,
                  false,
                  null))
          .containsExactly(new Outcome.TimedOut(3));
    }
  }

  private static final class Silent implements RunListener {
    @Override
    public void starts(
        PlannedRun run, Cell cell, int number, int total, OptionalDouble secondsLeft, String why) {}

    @Override
    public void budgetEnds(int runsLeft) {}

    @Override
    public void fetches(String engine, int megabytes) {}

    @Override
    public void epochEnds(EpochRow row, int epochs) {}

    @Override
    public void ends(PlannedRun run, Outcome outcome, Path log) {}
  }
}

package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunRequest;
import org.parallelbackprop.runner.plan.SmokePlan;
import org.parallelbackprop.runner.process.CalibrationProcess;
import org.parallelbackprop.runner.process.Forecast;
import org.parallelbackprop.runner.process.GridExecution;
import org.parallelbackprop.runner.process.ResultsLock;
import org.parallelbackprop.runner.process.Reviewer;
import org.parallelbackprop.runner.process.RunReview;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.toolkit.Toolkit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs an experiment, or what is left of it, and makes its report. */
@Command(
    name = "run",
    description = "Runs an experiment, or goes on with it, and makes its report.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Mixin private final ExperimentOptions experiment = new ExperimentOptions();
  @Mixin private final Selection selection = new Selection();

  @Mixin private final Policy policy = new Policy();

  @Option(names = "--fail-fast", description = "Stop after the first run without a result.")
  private boolean failFast;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "Begin no block that would not end within this time, e.g. 2h.")
  private @Nullable Duration budget;

  @Option(
      names = "--smoke",
      description = "Only try every engine once, small, in a folder `smoke` of its own.")
  private boolean smoke;

  private final RunnerConsole console;

  RunCommand(RunnerConsole console) {
    this.console = console;
  }

  @Override
  public Integer call()
      throws ExperimentException, CannotRunException, IOException, InterruptedException {
    Toolkit toolkit = ExperimentOptions.toolkit();
    ExperimentOptions.Planned planned = experiment.plan(toolkit);
    Plan plan = smoke ? SmokePlan.of(planned.plan()) : planned.plan();
    ResultsFolder results =
        smoke ? new ResultsFolder(planned.results().path().resolve("smoke")) : planned.results();
    List<PlannedRun> selected = selection.of(plan);
    Files.createDirectories(results.path());
    List<Outcome> outcomes;
    try (ResultsLock lock = ResultsLock.take(results)) {
      freeze(plan, results);
      List<RunReview> reviews = new Reviewer(toolkit, plan, results).review(selected);
      List<GridExecution.Task> tasks = policy.tasks(plan, reviews);
      console.announce(plan, selected.size(), tasks.size(), results);
      console.staleKept(reviews, tasks);
      GridExecution execution =
          new GridExecution(
              toolkit,
              plan,
              results,
              Map.of(planned.dataset().name().toString(), planned.dataset()),
              source(),
              lock,
              console);
      if (!tasks.isEmpty()) {
        CalibrationProcess.run(toolkit, results);
        CalibrationProcess.runDevices(
            toolkit,
            results,
            tasks.stream()
                .map(task -> plan.cell(task.run()).settings().engine())
                .collect(Collectors.toSet()));
      }
      Forecast forecast =
          new Forecast(
              tasks.isEmpty() ? null : CalibrationProcess.read(toolkit, results),
              toolkit.engines());
      outcomes = Stoppable.perform(execution, tasks, forecast, failFast, budget);
    } catch (ResultsLock.HeldException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()));
    }
    if (smoke) {
      return exitCode(outcomes);
    }
    int exit = AnalysisProcess.run(toolkit, List.of("report", results.path().toString()));
    return exit == ExitCode.DONE ? exitCode(outcomes) : exit;
  }

  /**
   * Writes the plan that is followed from now on. Runs keep their names when the grid around them
   * changes, so what is done of an earlier plan stays done, as far as the new one asks for it.
   */
  private void freeze(Plan plan, ResultsFolder results) throws IOException {
    if (Files.exists(results.plan())) {
      Plan earlier;
      try {
        earlier = Json.read(results.plan(), Plan.class);
      } catch (CorruptFileException e) {
        console.planDamaged(e);
        Json.write(results.plan(), plan);
        return;
      }
      if (earlier.equals(plan)) {
        return;
      }
      Set<String> kept = plan.runs().stream().map(PlannedRun::id).collect(Collectors.toSet());
      long dropped =
          earlier.runs().stream()
              .filter(run -> !kept.contains(run.id()))
              .filter(run -> Files.exists(results.run(run.id()).path()))
              .count();
      console.planChanged(dropped);
    }
    Json.write(results.plan(), plan);
  }

  private static int exitCode(List<Outcome> outcomes) {
    boolean allWell =
        outcomes.stream()
            .allMatch(outcome ->
                GridExecution.hasResult(outcome) || outcome instanceof Outcome.Unavailable);
    return allWell ? ExitCode.DONE : ExitCode.SOME_FAILED;
  }

  private static RunRequest.@Nullable Source source() {
    String commit = System.getProperty("parallel-backprop.commit");
    String state = System.getProperty("parallel-backprop.tree-state");
    return commit == null || state == null ? null : new RunRequest.Source(commit, state);
  }
}

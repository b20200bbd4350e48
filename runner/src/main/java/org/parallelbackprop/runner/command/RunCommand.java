package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunRequest;
import org.parallelbackprop.runner.process.CalibrationProcess;
import org.parallelbackprop.runner.process.GridExecution;
import org.parallelbackprop.runner.process.ResultsLock;
import org.parallelbackprop.runner.process.RunState;
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

  @Option(
      names = "--rerun",
      paramLabel = "KEY=VALUE[,…]",
      description = "Do these cells again even if they are done. May be repeated.")
  private List<String> rerun = new ArrayList<>();

  @Option(names = "--fail-fast", description = "Stop after the first run without a result.")
  private boolean failFast;

  private final RunnerConsole console;

  RunCommand(RunnerConsole console) {
    this.console = console;
  }

  @Override
  public Integer call()
      throws ExperimentException, CannotRunException, IOException, InterruptedException {
    Toolkit toolkit = ExperimentOptions.toolkit();
    ExperimentOptions.Planned planned = experiment.plan(toolkit);
    Plan plan = planned.plan();
    ResultsFolder results = planned.results();
    List<PlannedRun> selected = selection.of(plan);
    List<CellFilter> again = Selection.filters(rerun, plan);
    Files.createDirectories(results.path());
    List<Outcome> outcomes;
    try (ResultsLock lock = ResultsLock.take(results)) {
      freeze(plan, results);
      List<GridExecution.Task> tasks = tasks(plan, selected, again, results);
      console.announce(plan, selected.size(), tasks.size(), results);
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
      }
      outcomes = stoppable(execution, tasks);
    } catch (ResultsLock.HeldException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()));
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
      Plan earlier = Json.read(results.plan(), Plan.class);
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

  private static List<GridExecution.Task> tasks(
      Plan plan, List<PlannedRun> selected, List<CellFilter> again, ResultsFolder results)
      throws IOException {
    List<GridExecution.Task> tasks = new ArrayList<>();
    for (PlannedRun run : selected) {
      RunState state = RunState.of(run, results.run(run.id()));
      if (!state.isDone()) {
        tasks.add(new GridExecution.Task(run, state.why()));
      } else if (Selection.meets(again, plan.cell(run))) {
        tasks.add(new GridExecution.Task(run, "--rerun asks for it"));
      }
    }
    return tasks;
  }

  /** On SIGINT and SIGTERM the run under way is ended before this process ends. */
  private List<Outcome> stoppable(GridExecution execution, List<GridExecution.Task> tasks)
      throws IOException, InterruptedException {
    Thread hook =
        new Thread(
            () -> {
              try {
                execution.stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    List<Outcome> outcomes = execution.perform(tasks, failFast);
    if (!execution.isStopped()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    return outcomes;
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

package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.runner.process.CalibrationProcess;
import org.parallelbackprop.runner.process.Forecast;
import org.parallelbackprop.runner.process.Reviewer;
import org.parallelbackprop.runner.process.RunReview;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.toolkit.Toolkit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists every run of an experiment, its state, and why it would be done. */
@Command(
    name = "list",
    description = "Lists every run, its state and why, and how long what is left would take.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Mixin private final ExperimentOptions experiment = new ExperimentOptions();
  @Mixin private final Selection selection = new Selection();

  private final RunnerConsole console;

  ListCommand(RunnerConsole console) {
    this.console = console;
  }

  @Override
  public Integer call()
      throws ExperimentException, CannotRunException, IOException, InterruptedException {
    Toolkit toolkit = ExperimentOptions.toolkit();
    ExperimentOptions.Planned planned = experiment.plan(toolkit);
    ResultsFolder results = planned.results();
    List<PlannedRun> runs = selection.of(planned.plan());
    Forecast forecast = new Forecast(CalibrationProcess.read(toolkit, results), toolkit.engines());
    for (PlannedRun run : runs) {
      forecast.learn(planned.plan().cell(run).settings(), results.run(run.id()));
    }
    Reviewer reviewer = new Reviewer(toolkit, planned.plan(), results);
    for (RunReview review : reviewer.review(runs)) {
      console.listed(review, forecast.seconds(planned.plan().cell(review.run()).settings()));
    }
    return ExitCode.DONE;
  }
}

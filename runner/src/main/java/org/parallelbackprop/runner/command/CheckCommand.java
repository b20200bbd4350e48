package org.parallelbackprop.runner.command;

import java.util.concurrent.Callable;
import org.parallelbackprop.runner.spec.ExperimentException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether an experiment file is right, and what it would do. */
@Command(
    name = "check",
    description = "Says whether an experiment file is right, and what it would do.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Mixin private final ExperimentOptions experiment = new ExperimentOptions();

  private final RunnerConsole console;

  CheckCommand(RunnerConsole console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ExperimentException, CannotRunException {
    console.checked(experiment.plan(ExperimentOptions.toolkit()).plan());
    return ExitCode.DONE;
  }
}

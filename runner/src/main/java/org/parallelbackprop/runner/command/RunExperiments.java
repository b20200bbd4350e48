package org.parallelbackprop.runner.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a command: shows what there is. */
@Command(
    name = "run-experiments",
    synopsisHeading = "Usage: run-experiments FILE.yaml [OPTIONS]%n       ",
    description = "Measures what parallel hardware buys when a multilayer perceptron is trained.",
    footer = {
      "",
      "Exit codes: 0 done, 1 some runs have no result, 2 wrong file or arguments,",
      "3 the environment cannot run it, 4 a verification, check or comparison failed."
    },
    mixinStandardHelpOptions = true,
    version = "0.1.0-SNAPSHOT")
final class RunExperiments implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name an experiment, e.g. run-experiments experiments/quickstart.yaml");
  }
}

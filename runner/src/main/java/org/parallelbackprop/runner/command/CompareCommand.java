package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two results folders: machines, releases, JDKs. */
@Command(
    name = "compare",
    description =
        "Compares two results folders cell by cell, e.g. of two machines, releases or JDKs.",
    footer = {
      "",
      "Exit codes: 0 done, 2 no results folder or no share, 4 with --fail-above: a cell became",
      "slower."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "BEFORE", description = "The folder to compare with.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "AFTER", description = "The folder that is compared.")
  private Path after = Path.of("");

  @Option(
      names = "--fail-above",
      paramLabel = "SHARE",
      description = "Fail if a cell takes more time than before by this share, e.g. 10%%.")
  private @Nullable String failAbove;

  @Override
  public Integer call() throws CannotRunException, IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("compare", before.toString(), after.toString()));
    if (failAbove != null) {
      arguments.addAll(List.of("--fail-above", failAbove));
    }
    return AnalysisProcess.run(ExperimentOptions.toolkit(), arguments);
  }
}

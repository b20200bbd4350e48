package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the report of a results folder again, or tells whether it is what its runs make. */
@Command(
    name = "report",
    description = "Makes the report of a results folder again, from its files alone.",
    footer = {
      "",
      "Exit codes: 0 done, 2 no results folder, 4 with --check: the report differs from what its",
      "runs make."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The results folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--check",
      description =
          "Write nothing; fail if the report that is there differs from what its runs make.")
  private boolean check;

  @Override
  public Integer call() throws CannotRunException, IOException, InterruptedException {
    return AnalysisProcess.run(
        ExperimentOptions.toolkit(), List.of(check ? "check" : "report", folder.toString()));
  }
}

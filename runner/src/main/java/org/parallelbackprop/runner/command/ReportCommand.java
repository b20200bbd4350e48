package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the report of a results folder again, from its files alone. */
@Command(
    name = "report",
    description = "Makes the report of a results folder again, from its files alone.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The results folder.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws CannotRunException, IOException, InterruptedException {
    return AnalysisProcess.run(
        ExperimentOptions.toolkit(), List.of("report", folder.toAbsolutePath().toString()));
  }
}

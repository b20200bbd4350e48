package org.parallelbackprop.runner.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.parallelbackprop.runner.process.JavaExecutable;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** Starts the analysis program, which shares nothing with this one but files. */
final class AnalysisProcess {

  private static final String MAIN_CLASS = "org.parallelbackprop.analysis.AnalysisConsole";

  private AnalysisProcess() {}

  /**
   * Runs it; what it prints is for the user.
   *
   * @return its exit code
   */
  static int run(Toolkit toolkit, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JavaExecutable.running().toString());
    command.add("-Djava.awt.headless=true");
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Dstderr.encoding=UTF-8");
    command.add("-cp");
    command.add(
        toolkit.analysisClassPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(MAIN_CLASS);
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}

package org.parallelbackprop.runner.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** Has the machine's limits measured, once for each results folder, by a JVM of its own. */
public final class CalibrationProcess {

  private static final String MAIN_CLASS = "org.parallelbackprop.worker.CalibrationConsole";

  private CalibrationProcess() {}

  /**
   * Measures, unless the folder has a calibration. Where it cannot be done, its log says why, and
   * the report leaves blank what needs it.
   */
  public static void run(Toolkit toolkit, ResultsFolder results)
      throws IOException, InterruptedException {
    if (Files.exists(results.calibration())) {
      return;
    }
    String classPath =
        toolkit.workerClassPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    new ProcessBuilder(
            List.of(
                JavaExecutable.running().toString(),
                "-Xms2g",
                "-Xmx2g",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                classPath,
                MAIN_CLASS,
                results.path().toString()))
        .redirectErrorStream(true)
        .redirectOutput(results.calibrationLog().toFile())
        .start()
        .waitFor();
  }
}

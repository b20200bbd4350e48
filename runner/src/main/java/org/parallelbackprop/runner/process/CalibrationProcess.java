package org.parallelbackprop.runner.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** Has the machine's limits measured, once for each results folder, by a JVM of its own. */
public final class CalibrationProcess {

  private static final String MAIN_CLASS = "org.parallelbackprop.worker.CalibrationConsole";

  private CalibrationProcess() {}

  /**
   * What the folder's calibration says; where it has none yet, this moment's.
   *
   * @return null if the machine could not be calibrated
   */
  public static @Nullable Calibration read(Toolkit toolkit, ResultsFolder results)
      throws IOException, InterruptedException {
    Calibration known = calibration(results);
    if (known != null) {
      return known;
    }
    ResultsFolder scratch = new ResultsFolder(Files.createTempDirectory("calibration"));
    try {
      run(toolkit, scratch);
      return calibration(scratch);
    } finally {
      Files.deleteIfExists(scratch.calibration());
      Files.deleteIfExists(scratch.calibrationLog());
      Files.delete(scratch.path());
    }
  }

  private static @Nullable Calibration calibration(ResultsFolder results) throws IOException {
    try {
      return Files.exists(results.calibration())
          ? Json.read(results.calibration(), Calibration.class)
          : null;
    } catch (CorruptFileException _) {
      // It is measured again.
      return null;
    }
  }

  /**
   * Measures, unless the folder has a calibration that can be read. Where it cannot be done, its
   * log says why, and the report leaves blank what needs it.
   */
  public static void run(Toolkit toolkit, ResultsFolder results)
      throws IOException, InterruptedException {
    if (calibration(results) != null) {
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

package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.runner.toolkit.EngineRoom;
import org.parallelbackprop.runner.toolkit.Toolkit;

/**
 * Has the limits of the machine and its devices measured, once for each results folder, by JVMs of
 * their own.
 */
public final class CalibrationProcess {

  /** It takes seconds; a driver may hang. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

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
      return Files.exists(results.calibration()) ? Calibration.read(results.calibration()) : null;
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
    if (calibration(results) == null) {
      Files.deleteIfExists(results.calibrationLog());
      await(WorkerJvm.calibration(toolkit.workerClassPath(), results), results);
    }
  }

  /**
   * Has the devices measured that engines compute on, unless the folder's calibration has them. A
   * failure costs no run: the log says why, and the report that they were not measured.
   *
   * @param engines ids of the engines that are about to run
   */
  public static void runDevices(Toolkit toolkit, ResultsFolder results, Set<String> engines)
      throws IOException, InterruptedException {
    Calibration known = calibration(results);
    if (known == null || !known.devices().isEmpty()) {
      return;
    }
    for (EngineRoom room : toolkit.engineRooms()) {
      List<EngineDescription> measuring =
          room.engines().stream()
              .filter(EngineDescription::measuresDevice)
              .filter(engine -> engines.contains(engine.id()))
              .toList();
      if (!measuring.isEmpty()) {
        try {
          await(WorkerJvm.deviceCalibration(toolkit, room, measuring, results), results);
        } catch (IOException e) {
          log(results, "the device of " + room.room().name() + " is not measured: " + e);
        }
      }
    }
  }

  private static void await(List<String> command, ResultsFolder results)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(results.calibrationLog().toFile()))
            .start();
    if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      log(results, "ended because it took more than " + LIMIT.toMinutes() + " minutes");
    }
  }

  private static void log(ResultsFolder results, String line) throws IOException {
    Files.writeString(
        results.calibrationLog(),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

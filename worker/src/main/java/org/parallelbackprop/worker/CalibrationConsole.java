package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.ResultsFolder;

/**
 * Measures the machine's limits into {@code calibration.json}: {@code CalibrationConsole
 * RESULTS_DIR}, in a JVM with {@code --add-modules jdk.incubator.vector}.
 */
public final class CalibrationConsole {

  private CalibrationConsole() {}

  /**
   * Measures with one thread and with all processors that this process may use.
   *
   * @param arguments the results folder
   * @throws IOException if the file cannot be written
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<Calibration.Roof> roofs = new ArrayList<>();
    TreeSet<Integer> threads =
        new TreeSet<>(List.of(1, Runtime.getRuntime().availableProcessors()));
    for (int count : threads) {
      Calibration.Roof roof = new MachineRoofs(count).measure();
      roofs.add(roof);
      System.out.println(
          String.format(
              Locale.ROOT,
              "this machine, threads=%d: %.1f GFLOP/s, %.1f GB/s",
              count,
              roof.gigaflopsPerSecond(),
              roof.gigabytesPerSecond()));
    }
    Json.write(
        new ResultsFolder(Path.of(arguments[0])).calibration(),
        new Calibration(Calibration.SCHEMA, WorkerClock.timestamp(), roofs, List.of()));
  }
}

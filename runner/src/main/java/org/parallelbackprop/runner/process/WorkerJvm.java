package org.parallelbackprop.runner.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.runner.toolkit.EngineRoom;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** How the worker's programs are started: the same flags for every engine, then its own. */
public final class WorkerJvm {

  private static final String MAIN_CLASS = "org.parallelbackprop.worker.WorkerConsole";
  private static final String CALIBRATION_CLASS = "org.parallelbackprop.worker.CalibrationConsole";
  private static final String DEVICE_CALIBRATION_CLASS =
      "org.parallelbackprop.worker.DeviceCalibrationConsole";
  private static final String PROBE_CLASS = "org.parallelbackprop.worker.ProbeConsole";

  /**
   * Flags that keep a JVM from disturbing the measurement: the heap has one size and is touched
   * before anything is timed, and the collector, which has next to nothing to collect, takes no
   * thread away. 2 GiB hold Fashion-MNIST or MNIST several times over. On Linux they are touched in
   * pages of 2 MiB: on a virtual machine, where a page fault takes microseconds, that is done in a
   * fraction of a second instead of five.
   */
  private static final List<String> QUIET =
      Stream.concat(
              Stream.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
              System.getProperty("os.name").equals("Linux")
                  ? Stream.of("-XX:+UseTransparentHugePages")
                  : Stream.empty())
          .toList();

  private WorkerJvm() {}

  /** The flags of every engine's runs, for other programs that measure as they do. */
  public static List<String> quiet() {
    return QUIET;
  }

  /** The command line of a worker that only says what it finds. */
  public static List<String> probe(List<Path> classPath, List<String> engine) {
    List<String> command = new ArrayList<>();
    command.add(JavaExecutable.running().toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(engine);
    command.add("-cp");
    command.add(joined(classPath));
    command.add(PROBE_CLASS);
    return command;
  }

  /**
   * The command line of a run.
   *
   * @param java the executable
   * @param classPath the worker's and the engine's jars
   * @param experiment flags that the experiment asks for; they come last and win
   * @param engine flags that the engine needs
   */
  static List<String> command(
      Path java,
      List<Path> classPath,
      List<String> engine,
      List<String> experiment,
      RunFolder folder) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(QUIET);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:ErrorFile=" + folder.path().resolve("hs_err.log"));
    command.addAll(engine);
    command.addAll(experiment);
    command.add("-cp");
    command.add(joined(classPath));
    command.add(MAIN_CLASS);
    command.add(folder.request().toString());
    return command;
  }

  /** The command line of the calibration of the machine's processors. */
  static List<String> calibration(List<Path> classPath, ResultsFolder results) {
    List<String> command = new ArrayList<>();
    command.add(JavaExecutable.running().toString());
    command.addAll(QUIET);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", joined(classPath)));
    command.addAll(List.of(CALIBRATION_CLASS, results.path().toString()));
    return command;
  }

  /**
   * The command line of the calibration of the device that some engines of a room compute on.
   *
   * @throws IOException if the room cannot be read or is not built
   */
  static List<String> deviceCalibration(
      Toolkit toolkit, EngineRoom room, List<EngineDescription> engines, ResultsFolder results)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(JavaExecutable.running().toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:ErrorFile=" + results.path().resolve("hs_err_calibration.log"));
    engines.stream()
        .flatMap(engine -> engine.jvmArguments().stream())
        .distinct()
        .forEach(command::add);
    command.addAll(List.of("-cp", joined(toolkit.workerClassPath(room))));
    command.addAll(List.of(DEVICE_CALIBRATION_CLASS, results.path().toString()));
    engines.forEach(engine -> command.add(engine.id()));
    return command;
  }

  private static String joined(List<Path> classPath) {
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}

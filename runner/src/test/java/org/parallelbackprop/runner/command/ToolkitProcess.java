package org.parallelbackprop.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** The real command in a process of its own, with the real worker, engines and analysis. */
final class ToolkitProcess {

  /** The checkout that is tested. */
  static final Path HOME = Path.of(System.getProperty("project.root")).toAbsolutePath().normalize();

  /** Long enough for the slowest build server; no test waits that long if all goes well. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path output;

  private ToolkitProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Skips the test where the rooms that it starts are not built. */
  static void assumeBuilt() {
    boolean built;
    try {
      Toolkit toolkit = Toolkit.at(HOME);
      built = toolkit.roomOf("cpu-threads").isPresent();
      if (built) {
        built =
            !toolkit.workerClassPath(toolkit.roomOf("cpu-threads").orElseThrow()).isEmpty()
                && !toolkit.analysisClassPath().isEmpty();
      }
    } catch (IOException e) {
      built = false;
    }
    assumeTrue(
        built, "worker, engine-cpu and analysis are not built (mvn verify builds them first)");
  }

  /** Starts {@code run-experiments ARGUMENTS} in a folder. */
  static ToolkitProcess start(Path folder, List<String> arguments) throws IOException {
    return launch(folder, command(HOME, arguments));
  }

  /** The command line of {@code run-experiments ARGUMENTS} of a checkout. */
  static List<String> command(Path home, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Dstderr.encoding=UTF-8");
    command.add("-Dparallel-backprop.home=" + home);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RunnerConsole.class.getName());
    command.addAll(arguments);
    return command;
  }

  /** Starts a command in a folder. */
  static ToolkitProcess launch(Path folder, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ToolkitProcess(process, output);
  }

  /** Starts it and waits for its end. */
  static ToolkitProcess run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return start(folder, List.of(arguments)).ended();
  }

  /** Waits for its end. */
  ToolkitProcess ended() throws InterruptedException, IOException {
    awaitEnd(PATIENCE);
    return this;
  }

  void awaitEnd(Duration limit) throws InterruptedException, IOException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
        .as("ends within %s; so far: %s", limit, output())
        .isTrue();
  }

  /** Waits until something holds. */
  void awaitUntil(BooleanSupplier condition) throws InterruptedException, IOException {
    long polls = PATIENCE.toMillis() / 20;
    for (long i = 0; i < polls && !condition.getAsBoolean(); i++) {
      assertThat(process.isAlive()).as("still runs; so far: %s", output()).isTrue();
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** The worker that it has started last. */
  ProcessHandle worker() {
    try (Stream<ProcessHandle> children = process.children()) {
      return children.findFirst().orElseThrow();
    }
  }

  /**
   * Whether Ctrl-C would reach what this process starts: to ignore a signal is inherited, and a JVM
   * leaves it at that.
   */
  static boolean heedsSigint() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) >> 1 & 1)
        == 0;
  }

  /** Sends a signal, e.g. {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(exit).isZero();
  }

  int exitCode() {
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  String output() throws IOException {
    return Files.readString(output);
  }
}

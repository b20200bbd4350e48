package org.parallelbackprop.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the same networks with one engine after the other, A B C A B C, each time in a fresh JVM,
 * and prints how their times compare.
 *
 * <p>Arguments: the project's folder, networks, batch sizes, numbers of threads (each a list joined
 * by commas), epochs of a process, and rounds. Whoever is not there is left out, with the reason.
 */
public final class CompareLibrariesConsole {

  private static final String PYTORCH = "pytorch";
  private static final List<Contender> CONTENDERS =
      List.of(
          new Contender("cpu-vector", List.of("vector-bits=preferred", "input-zeros=multiply")),
          new Contender("cpu-vector", List.of("vector-bits=preferred", "input-zeros=skip")),
          new Contender("cpu-blas", List.of()),
          new Contender("tensorflow", List.of()),
          new Contender("djl-pytorch", List.of()),
          new Contender(PYTORCH, List.of()));

  private final Path home;
  private final String epochs;
  private final EngineRooms rooms;
  private final Map<Contender, String> leftOut = new HashMap<>();

  private record Contender(String engine, List<String> options) {
    @Override
    public String toString() {
      return options.contains("input-zeros=skip") ? engine + " (skipping)" : engine;
    }
  }

  /** A line of {@link EpochTimesConsole}; Python does not measure the peak, which is NaN there. */
  private record Result(double seconds, double first, double rate, double peak) {}

  private record Work(String network, String batchSize, String threads) {}

  private CompareLibrariesConsole(Path home, String epochs) throws IOException {
    this.home = home;
    this.epochs = epochs;
    rooms = EngineRooms.of(home);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    CompareLibrariesConsole comparison =
        new CompareLibrariesConsole(Path.of(arguments[0]), arguments[4]);
    System.out.println(
        "| network | batch | threads | engine | s per epoch | GFLOP/s | FMA peak | share | first"
            + " epoch | time / cpu-vector's |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (String network : arguments[1].split(",", -1)) {
      for (String batch : arguments[2].split(",", -1)) {
        for (String threads : arguments[3].split(",", -1)) {
          comparison.compare(new Work(network, batch, threads), Integer.parseInt(arguments[5]));
        }
      }
    }
    comparison.leftOut.forEach(
        (contender, why) -> System.out.println("\n" + contender + " was left out: " + why));
  }

  private void compare(Work work, int rounds) throws IOException, InterruptedException {
    Map<Contender, List<Result>> results = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : CONTENDERS) {
        Optional<Result> result =
            leftOut.containsKey(contender) ? Optional.empty() : run(contender, work);
        result.ifPresent(
            found -> results.computeIfAbsent(contender, c -> new ArrayList<>()).add(found));
      }
    }
    // The largest of all, as whatever disturbs a peak lowers it, and a low peak flatters an engine.
    double peak =
        results.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Result::peak)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    double reference = Double.NaN;
    for (Contender contender : CONTENDERS) {
      List<Result> own = results.get(contender);
      if (own == null) {
        continue;
      }
      double seconds = median(own.stream().mapToDouble(Result::seconds).toArray());
      double rate = median(own.stream().mapToDouble(Result::rate).toArray());
      double first = median(own.stream().mapToDouble(Result::first).toArray());
      reference = Double.isNaN(reference) ? seconds : reference;
      boolean skips = contender.options.contains("input-zeros=skip");
      System.out.printf(
          "| %s | %s | %s | %s | %.3f | %.0f%s | %.0f | %s | %.2f | %.2f |%n",
          work.network,
          work.batchSize,
          work.threads,
          contender,
          seconds,
          rate,
          skips ? " effective" : "",
          peak,
          skips ? "" : "%.0f %%".formatted(100 * rate / peak),
          first,
          seconds / reference);
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  private Optional<Result> run(Contender contender, Work work)
      throws IOException, InterruptedException {
    List<String> command = command(contender, work);
    if (command == null) {
      leftOut.put(contender, "it is not built: mvn -DskipTests package");
      return Optional.empty();
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      leftOut.put(contender, e.getMessage());
      return Optional.empty();
    }
    String last = "nothing was printed";
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("result ")) {
          String[] words = line.split(" ", -1);
          process.waitFor();
          return Optional.of(
              new Result(
                  Double.parseDouble(words[1]),
                  Double.parseDouble(words[2]),
                  Double.parseDouble(words[3]),
                  Double.parseDouble(words[4])));
        }
        last = line;
      }
    }
    leftOut.put(contender, last + " (exit code " + process.waitFor() + ")");
    return Optional.empty();
  }

  private @Nullable List<String> command(Contender contender, Work work) throws IOException {
    if (contender.engine.equals(PYTORCH)) {
      return List.of(
          "python3",
          home.resolve("benchmarks/epoch_times.py").toString(),
          work.network,
          work.batchSize,
          epochs,
          work.threads);
    }
    EngineRooms.Room room = rooms.find(contender.engine);
    if (room == null) {
      return null;
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(room.jvmArguments());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", room.classPath()));
    List<String> choice = new ArrayList<>(List.of(contender.engine, "threads=" + work.threads));
    choice.addAll(contender.options);
    command.addAll(
        List.of(
            EpochTimesConsole.class.getName(),
            String.join(";", choice),
            work.network,
            work.batchSize,
            epochs));
    return command;
  }
}

package org.parallelbackprop.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;
import org.parallelbackprop.benchmarks.direct.DirectConsole;

/**
 * Trains the same network through an engine of this project and by its library alone, A B A B, each
 * time in a fresh JVM, and prints what the engine costs.
 *
 * <p>Arguments: the project's folder, network, batch sizes, numbers of threads (lists joined by
 * commas), epochs of a process, and rounds. Both must classify about as many of the test images
 * correctly after the first epoch. An engine that cannot run here is left out, with the reason.
 */
public final class CompareWithDirectConsole {

  private static final List<String> ENGINES =
      List.of("tensorflow", "tribuo-tensorflow", "djl-pytorch");

  /** Accuracies of the same work differ by less than so many of their standard errors. */
  private static final double STANDARD_ERRORS = 5;

  private static final int TEST_EXAMPLES = 10_000;

  /** Tribuo's examples need more room than those of other engines. */
  private static final String[] HEAP = {"-Xms4g", "-Xmx4g"};

  private final String network;
  private final String epochs;
  private final EngineRooms rooms;
  private final TimingPrograms programs = new TimingPrograms();

  private record Result(double seconds, double accuracy) {}

  private CompareWithDirectConsole(Path home, String network, String epochs) throws IOException {
    this.network = network;
    this.epochs = epochs;
    rooms = new EngineRooms(home);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    CompareWithDirectConsole comparison =
        new CompareWithDirectConsole(Path.of(arguments[0]), arguments[1], arguments[4]);
    System.out.println(
        "| network | batch | threads | engine | s per epoch | library alone | engine / library |"
            + " accuracy after one epoch | library alone |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (String batch : arguments[2].split(",", -1)) {
      for (String threads : arguments[3].split(",", -1)) {
        for (String engine : ENGINES) {
          comparison.compare(engine, batch, threads, Integer.parseInt(arguments[5]));
        }
      }
    }
    comparison.programs.printLeftOut();
  }

  private void compare(String engine, String batch, String threads, int rounds)
      throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    List<Result> directResults = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Optional<Result> through =
          run(
              engine,
              EpochTimesConsole.class,
              "result",
              engine + ";threads=" + threads,
              network,
              batch,
              epochs);
      Optional<Result> alone =
          run(engine, DirectConsole.class, "direct", engine, network, batch, epochs, threads);
      if (through.isEmpty() || alone.isEmpty()) {
        return;
      }
      results.add(through.get());
      directResults.add(alone.get());
    }
    double accuracy = results.getFirst().accuracy();
    double directAccuracy = directResults.getFirst().accuracy();
    double standardError = Math.sqrt(accuracy * (1 - accuracy) / TEST_EXAMPLES);
    if (!(Math.abs(accuracy - directAccuracy) <= STANDARD_ERRORS * standardError)) {
      throw new IllegalStateException(
          "not the same work: %s has accuracy %s, its library alone %s"
              .formatted(engine, accuracy, directAccuracy));
    }
    double seconds = median(results);
    double direct = median(directResults);
    System.out.printf(
        "| %s | %s | %s | %s | %.3f | %.3f | %.2f | %.4f | %.4f |%n",
        network,
        batch,
        threads,
        engine,
        seconds,
        direct,
        seconds / direct,
        accuracy,
        directAccuracy);
  }

  private static double median(List<Result> results) {
    return Median.withDefaults().evaluate(results.stream().mapToDouble(Result::seconds).toArray());
  }

  private Optional<Result> run(String engine, Class<?> program, String word, String... arguments)
      throws IOException, InterruptedException {
    Optional<List<String>> command = rooms.command(engine, program, HEAP);
    command.ifPresent(words -> words.addAll(Arrays.asList(arguments)));
    return programs
        .run(engine, command, word)
        .map(values -> new Result(values.getFirst(), values.getLast()));
  }
}

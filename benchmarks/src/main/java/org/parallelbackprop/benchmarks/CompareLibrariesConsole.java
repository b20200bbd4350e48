package org.parallelbackprop.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Trains the same networks with one engine after the other, A B C A B C, each time in a fresh JVM,
 * and prints the table of {@code docs/performance.md}: seconds per epoch, what share of the peak
 * that is, and how libraries compare.
 *
 * <p>A round trains all networks before the next round comes back to them, so that what disturbs
 * the machine for some minutes disturbs one round of a cell; of three rounds or more the median
 * leaves it out. What each process took is printed as it ends, to standard error.
 *
 * <p>Arguments: the project's folder, networks, batch sizes, numbers of threads (each a list joined
 * by commas), epochs of a process, and rounds. Whoever is not there is left out, with the reason.
 */
public final class CompareLibrariesConsole {

  /** Where a result line has {@link CoreDistance} before and after the epochs. */
  private static final int DISTANCE = 6;

  private static final String NOT_MEASURED = "–";
  private static final String PYTORCH = "pytorch";
  private static final Contender DENSE =
      new Contender("cpu-vector", List.of("vector-bits=preferred", "input-zeros=multiply"));
  private static final Contender SKIPPING =
      new Contender("cpu-vector", List.of("vector-bits=preferred", "input-zeros=skip"));
  private static final List<Contender> LIBRARIES =
      List.of(
          new Contender("cpu-blas", List.of()),
          new Contender("tensorflow", List.of()),
          new Contender("djl-pytorch", List.of()),
          new Contender(PYTORCH, List.of()));
  private static final List<Contender> CONTENDERS =
      Stream.concat(Stream.of(DENSE, SKIPPING), LIBRARIES.stream()).toList();

  private final Path home;
  private final String epochs;
  private final EngineRooms rooms;
  private final TimingPrograms programs = new TimingPrograms();

  /** Of each contender, one for each round. */
  private final Map<Work, Map<Contender, List<Result>>> results = new LinkedHashMap<>();

  private record Contender(String engine, List<String> options) {
    @Override
    public String toString() {
      return equals(SKIPPING) ? engine + " (skipping)" : engine;
    }
  }

  /**
   * A line of {@link EpochTimesConsole}. Python measures neither the peak nor how far cores are
   * from each other, which are NaN there.
   */
  private record Result(
      double seconds, double first, double rate, double peak, double near, double far) {

    private static Result of(List<Double> line) {
      boolean measured = line.size() > DISTANCE + 1;
      double before = measured ? line.get(DISTANCE) : Double.NaN;
      double after = measured ? line.get(DISTANCE + 1) : Double.NaN;
      return new Result(
          line.get(0),
          line.get(1),
          line.get(2),
          line.get(3),
          Math.min(before, after),
          Math.max(before, after));
    }

    /** Medians over rounds, the rate at the median, the largest peak, and all distances. */
    private static Result medians(List<Result> rounds) {
      double seconds = median(rounds, Result::seconds);
      Result any = rounds.getFirst();
      return new Result(
          seconds,
          median(rounds, Result::first),
          any.rate * any.seconds / seconds,
          rounds.stream().mapToDouble(Result::peak).max().orElse(Double.NaN),
          rounds.stream().mapToDouble(Result::near).min().orElse(Double.NaN),
          rounds.stream().mapToDouble(Result::far).max().orElse(Double.NaN));
    }

    private String distances() {
      return Double.isNaN(near) ? NOT_MEASURED : text("%.0f", near) + " to " + text("%.0f", far);
    }

    private static double median(List<Result> rounds, ToDoubleFunction<Result> value) {
      return Median.withDefaults().evaluate(rounds.stream().mapToDouble(value).toArray());
    }
  }

  private record Work(String network, String batchSize, String threads) {}

  private CompareLibrariesConsole(Path home, String epochs) throws IOException {
    this.home = home;
    this.epochs = epochs;
    rooms = new EngineRooms(home);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    CompareLibrariesConsole comparison =
        new CompareLibrariesConsole(Path.of(arguments[0]), arguments[4]);
    List<Work> works = new ArrayList<>();
    for (String network : arguments[1].split(",", -1)) {
      for (String batch : arguments[2].split(",", -1)) {
        for (String threads : arguments[3].split(",", -1)) {
          works.add(new Work(network, batch, threads));
        }
      }
    }
    int rounds = Integer.parseInt(arguments[5]);
    for (int round = 0; round < rounds; round++) {
      for (Work work : works) {
        comparison.compare(work);
      }
    }
    comparison.printTable();
    comparison.programs.printLeftOut();
  }

  private void compare(Work work) throws IOException, InterruptedException {
    Map<Contender, List<Result>> cell = results.computeIfAbsent(work, w -> new HashMap<>());
    for (Contender contender : CONTENDERS) {
      Optional<Result> found = run(contender, work);
      if (found.isPresent()) {
        cell.computeIfAbsent(contender, c -> new ArrayList<>()).add(found.get());
        System.err.printf(
            "%s, batch %s, threads %s, %s: %.3f s, cores apart, ns: %s%n",
            work.network,
            work.batchSize,
            work.threads,
            contender,
            found.get().seconds,
            found.get().distances());
      }
    }
  }

  private void printTable() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "network",
                "batch",
                "threads",
                "peak, GFLOP/s",
                "cores apart, ns",
                "dense: s per epoch",
                "share of peak",
                "first epoch, s",
                "skipping: s per epoch",
                "effective GFLOP/s"));
    LIBRARIES.forEach(library -> columns.add("`" + library + "`"));
    columns.addAll(List.of("fastest library / dense", "fastest library / skipping"));
    printRow(columns);
    printRow(Collections.nCopies(columns.size(), "---"));
    Map<String, List<Map<Contender, Result>>> cells = new LinkedHashMap<>();
    results.forEach((work, all) -> {
      Map<Contender, Result> cell = new HashMap<>();
      all.forEach((contender, rounds) -> cell.put(contender, Result.medians(rounds)));
      printCell(work, cell);
      cells.computeIfAbsent(work.threads, t -> new ArrayList<>()).add(cell);
    });
    printGeometricMeans(cells);
  }

  private static void printRow(List<String> columns) {
    System.out.println("| " + String.join(" | ", columns) + " |");
  }

  private static void printCell(Work work, Map<Contender, Result> cell) {
    // The largest of all, as whatever disturbs a peak lowers it, and a low peak flatters an engine.
    double peak =
        cell.values().stream()
            .mapToDouble(Result::peak)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    List<String> row = new ArrayList<>(List.of(work.network, work.batchSize, work.threads));
    row.add(text("%.0f", peak));
    row.add(cell.containsKey(DENSE) ? cell.get(DENSE).distances() : NOT_MEASURED);
    row.add(text("%.3f", value(cell, DENSE, Result::seconds)));
    row.add(text("%.0f %%", 100 * value(cell, DENSE, Result::rate) / peak));
    row.add(text("%.2f", value(cell, DENSE, Result::first)));
    row.add(text("%.3f", value(cell, SKIPPING, Result::seconds)));
    row.add(text("%.0f", value(cell, SKIPPING, Result::rate)));
    LIBRARIES.forEach(library -> row.add(text("%.3f", value(cell, library, Result::seconds))));
    double fastest =
        LIBRARIES.stream()
            .mapToDouble(library -> value(cell, library, Result::seconds))
            .filter(Double::isFinite)
            .min()
            .orElse(Double.NaN);
    row.add(text("%.2f", fastest / value(cell, DENSE, Result::seconds)));
    row.add(text("%.2f", fastest / value(cell, SKIPPING, Result::seconds)));
    printRow(row);
  }

  /** Of each library's time over that of {@code cpu-vector}, by number of threads. */
  private static void printGeometricMeans(Map<String, List<Map<Contender, Result>>> cells) {
    System.out.println();
    System.out.println("Geometric means over these cells, library's time over `cpu-vector`'s:");
    System.out.println();
    List<String> header = new ArrayList<>(List.of("", "threads"));
    LIBRARIES.forEach(library -> header.add("`" + library + "`"));
    printRow(header);
    printRow(Collections.nCopies(header.size(), "---"));
    cells.forEach((threads, own) -> {
      for (Contender contender : List.of(DENSE, SKIPPING)) {
        List<String> row =
            new ArrayList<>(List.of(contender.equals(DENSE) ? "dense" : "skipping", threads));
        LIBRARIES.forEach(library -> row.add(text("%.2f", geometricMean(own, library, contender))));
        printRow(row);
      }
    });
  }

  private static double geometricMean(
      List<Map<Contender, Result>> cells, Contender library, Contender own) {
    double logarithm =
        cells.stream()
            .mapToDouble(
                cell -> value(cell, library, Result::seconds) / value(cell, own, Result::seconds))
            .map(Math::log)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    return Math.exp(logarithm);
  }

  private static double value(
      Map<Contender, Result> cell, Contender contender, ToDoubleFunction<Result> value) {
    Result result = cell.get(contender);
    return result == null ? Double.NaN : value.applyAsDouble(result);
  }

  private static String text(String format, double value) {
    return Double.isNaN(value) ? NOT_MEASURED : String.format(Locale.ROOT, format, value);
  }

  private Optional<Result> run(Contender contender, Work work)
      throws IOException, InterruptedException {
    return programs.run(contender.toString(), command(contender, work), "result").map(Result::of);
  }

  private Optional<List<String>> command(Contender contender, Work work) throws IOException {
    if (contender.engine.equals(PYTORCH)) {
      return Optional.of(
          List.of(
              "python3",
              home.resolve("benchmarks/epoch_times.py").toString(),
              work.network,
              work.batchSize,
              epochs,
              work.threads));
    }
    List<String> choice = new ArrayList<>(List.of(contender.engine, "threads=" + work.threads));
    choice.addAll(contender.options);
    Optional<List<String>> command = rooms.command(contender.engine, EpochTimesConsole.class);
    command.ifPresent(words ->
        words.addAll(List.of(String.join(";", choice), work.network, work.batchSize, epochs)));
    return command;
  }
}

package org.parallelbackprop.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Outcome;

/**
 * The same files give the same report, byte for byte.
 *
 * <p>After an intended change, read and look at {@code target/golden} and copy it to {@code
 * src/test/resources/golden}.
 */
final class GoldenReportTest {

  private static final Path EXPECTED = Path.of("src/test/resources/golden");
  private static final Path ACTUAL = Path.of("target/golden");

  @TempDir Path folder;

  @Test
  void engines() throws IOException {
    writeGrid(folder);
    everyFileIsWhatWasReadAndLookedAt("engines");
  }

  @Test
  void learningRates() throws IOException {
    writeRates(folder);
    everyFileIsWhatWasReadAndLookedAt("learning-rates");
  }

  private void everyFileIsWhatWasReadAndLookedAt(String name) throws IOException {
    ReportCommand.write(folder);
    Map<String, String> actual = generated(folder);
    for (Map.Entry<String, String> file : actual.entrySet()) {
      Path copy = ACTUAL.resolve(name).resolve(file.getKey());
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, file.getValue());
    }
    Map<String, String> expected = generated(EXPECTED.resolve(name));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    for (Map.Entry<String, String> file : expected.entrySet()) {
      assertThat(actual.get(file.getKey())).as(file.getKey()).isEqualTo(file.getValue());
    }
  }

  @Test
  void aSecondReportReplacesTheFirst() throws IOException {
    writeGrid(folder);
    ReportCommand.write(folder);
    Map<String, String> first = generated(folder);
    Files.writeString(folder.resolve("tables/from-an-earlier-release.csv"), "old");
    ReportCommand.write(folder);
    assertThat(generated(folder)).isEqualTo(first);
  }

  /** One engine, batch sizes and learning rates, a single run of each. */
  private static void writeRates(Path folder) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 1);
    List<Cell> cells = new ArrayList<>();
    for (int batch : List.of(16, 64, 256)) {
      for (double rate : List.of(0.01, 0.1, 1.0)) {
        cells.add(
            results.add(
                SyntheticResults.cell(
                    "784-128-10", batch, rate, 3, "cpu-threads", Map.of("threads", "2"))));
      }
    }
    results.plan("learning-rates", null, Map.of());
    for (Cell cell : cells) {
      double step = cell.settings().learningRate() / cell.settings().batchSize();
      double accuracy = Math.round(1e4 * (0.95 - 0.05 * Math.abs(Math.log10(step * 100)))) / 1e4;
      results.completed(
          cell,
          1,
          List.of(
              new EpochRow(1, 1.2, 0.1, null, null, null, null, accuracy - 0.2),
              new EpochRow(2, 1.0, 0.1, null, null, null, null, accuracy - 0.1),
              new EpochRow(3, 1.1, 0.1, null, null, null, null, accuracy)),
          "e".repeat(64));
    }
  }

  /** Two networks, three engines, three batch sizes, five repeats; some runs without a result. */
  static void writeGrid(Path folder) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, 5);
    List<Cell> cells = new ArrayList<>();
    for (String network : List.of("784-128-10", "784-1024-10")) {
      for (int batch : List.of(32, 128, 512)) {
        cells.add(SyntheticResults.cell(network, batch, 6, "cpu-serial", Map.of()));
        for (String threads : List.of("1", "2")) {
          cells.add(
              SyntheticResults.cell(network, batch, 6, "cpu-threads", Map.of("threads", threads)));
        }
        cells.add(SyntheticResults.cell(network, batch, 6, "gpu-cublas", Map.of()));
      }
    }
    cells.forEach(results::add);
    results.plan(
        "golden | <b>grid</b>", "What does a *second* thread buy?", Map.of("engine", "cpu-serial"));
    results.calibration(new Calibration.Roof(1, 20, 10), new Calibration.Roof(2, 40, 15));
    for (Cell cell : cells) {
      for (int block = 1; block <= 5; block++) {
        if (cell.settings().engine().equals("gpu-cublas")) {
          results.ended(
              cell,
              block,
              new Outcome.Unavailable(
                  "no CUDA driver was found (libcuda.so.1)", "Install the driver | or `exclude`."));
        } else if (cell.settings().batchSize() == 512 && block == 5) {
          results.ended(cell, block, new Outcome.Diverged(2, "NaN"));
        } else {
          results.completed(cell, block, rows(cell, block), hash(cell, block));
        }
      }
    }
  }

  private static String hash(Cell cell, int block) {
    String network = cell.settings().network().startsWith("784-128") ? "1" : "2";
    return (network + block % 10 + cell.settings().batchSize() % 9).repeat(22).substring(0, 64);
  }

  private static List<EpochRow> rows(Cell cell, int block) {
    double work = cell.settings().network().startsWith("784-128") ? 1 : 8;
    double threads =
        Double.parseDouble(cell.settings().engineOptions().getOrDefault("threads", "1"));
    double base = work * (1 + 16.0 / cell.settings().batchSize()) / Math.pow(threads, 0.9);
    List<EpochRow> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= 6; epoch++) {
      double noise = 1 + 0.01 * ((block * 7 + epoch * 3 + (int) threads) % 5 - 2);
      double seconds = base * noise * (epoch == 1 ? 1.4 : 1);
      double error = 0.4 * Math.pow(0.8, epoch) * Math.pow(cell.settings().batchSize(), 0.15);
      double accuracy = Math.round(10_000 * (1 - error + 0.001 * (block - 3))) / 10_000.0;
      rows.add(
          new EpochRow(
              epoch, seconds, 0.1 * base, error, error, accuracy, error * 1.1, accuracy - 0.01));
    }
    return rows;
  }

  private static Map<String, String> generated(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(root)) {
      return files;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(path).toString().replace('\\', '/');
        if (name.startsWith("report.")
            || name.startsWith("tables/")
            || name.startsWith("figures/")) {
          files.put(name, Files.readString(path));
        }
      }
    }
    return files;
  }
}

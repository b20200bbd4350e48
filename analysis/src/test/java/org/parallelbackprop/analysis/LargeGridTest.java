package org.parallelbackprop.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

/** 500 runs of 50 epochs; how long a report of it takes is printed by the test runner. */
@Tag("slow")
final class LargeGridTest {

  private static final int CELLS = 100;
  private static final int BLOCKS = 5;
  private static final int EPOCHS = 50;

  @TempDir Path folder;

  @Test
  void everyCellIsInTheReport() throws IOException {
    SyntheticResults results = new SyntheticResults(folder, BLOCKS);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      String engine = i % 2 == 0 ? "cpu-serial" : "cpu-threads";
      Map<String, String> options = i % 2 == 0 ? Map.of() : Map.of("threads", "2");
      cells.add(
          results.add(SyntheticResults.cell("784-1024-10", 1 + i / 2, EPOCHS, engine, options)));
    }
    results.plan("large", null, Map.of("engine", "cpu-serial"));
    for (Cell cell : cells) {
      for (int block = 1; block <= BLOCKS; block++) {
        List<EpochRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
          double seconds = 1 + 0.01 * (epoch * block % 7);
          double accuracy = 1 - 1.0 / (epoch + 1);
          rows.add(new EpochRow(epoch, seconds, 0.1, 0.5, 0.5, accuracy, 0.5, accuracy));
        }
        results.completed(cell, block, rows, "f".repeat(64));
      }
    }
    ReportCommand.write(folder);
    assertThat(Files.readAllLines(folder.resolve("tables/cells.csv"))).hasSize(1 + CELLS);
  }
}

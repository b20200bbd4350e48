package org.parallelbackprop.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link LargeGridConsole} leaves the same, to be timed. */
@Tag("slow")
final class LargeGridTest {

  @TempDir Path folder;

  @Test
  void everyCellIsInTheReport() throws IOException {
    LargeGrid.write(folder, false);
    ReportCommand.write(folder);
    assertThat(Files.readAllLines(folder.resolve("tables/cells.csv"))).hasSize(1 + LargeGrid.CELLS);
  }
}

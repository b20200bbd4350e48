package org.parallelbackprop.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;

final class AnalysisConsoleTest {

  @TempDir Path temporary;

  private Path folder(String name, double seconds, String hash) throws IOException {
    Path folder = temporary.resolve(name);
    SyntheticResults results = new SyntheticResults(folder, 4);
    Cell cell = results.add(SyntheticResults.cell("784-128-10", 32, 3, "cpu-serial", Map.of()));
    results.plan("example", null, Map.of());
    for (int block = 1; block <= 4; block++) {
      List<EpochRow> rows = new ArrayList<>();
      for (int epoch = 1; epoch <= 3; epoch++) {
        double time = seconds * (1 + 0.01 * ((block + epoch) % 3));
        rows.add(new EpochRow(epoch, time, 0.1, 0.5, 0.5, 0.9, 0.5, 0.9));
      }
      results.completed(cell, block, rows, hash.repeat(64));
    }
    return folder;
  }

  private static int run(Object... arguments) {
    return AnalysisConsole.run(List.of(arguments).stream().map(Object::toString).toList());
  }

  @Test
  void aReportThatIsWhatItsRunsMakePassesTheCheckAndATouchedOneDoesNot() throws IOException {
    Path folder = folder("results", 1, "a");
    assertThat(run("check", folder)).isEqualTo(4);
    assertThat(run("report", folder)).isZero();
    assertThat(run("check", folder)).isZero();
    Path markdown = folder.resolve("report.md");
    Files.writeString(markdown, Files.readString(markdown).replace("0.9000", "0.9900"));
    assertThat(run("check", folder)).isEqualTo(4);
    assertThat(CheckCommand.differences(folder))
        .singleElement()
        .asString()
        .startsWith("report.md differs from what the runs make, from line ");
  }

  @Test
  void aChangedRowIsNoResultAnyMore() throws IOException {
    Path folder = folder("results", 1, "a");
    run("report", folder);
    Path rows;
    try (var paths = Files.walk(folder)) {
      rows = paths.filter(path -> path.endsWith("epochs.csv")).findFirst().orElseThrow();
    }
    Files.writeString(rows, Files.readString(rows).replace("0.9", "0.8"));
    assertThat(run("check", folder)).isEqualTo(4);
    run("report", folder);
    assertThat(Files.readString(folder.resolve("report.md")))
        .contains("damaged: epochs.csv is not what the run left");
  }

  @Test
  void aSlowdownAboveTheLimitFailsTheComparison() throws IOException {
    Path before = folder("before", 1, "a");
    Path after = folder("after", 1.2, "a");
    assertThat(run("compare", before, after)).isZero();
    assertThat(run("compare", before, after, "--fail-above", "30%")).isZero();
    assertThat(run("compare", before, after, "--fail-above", "10%")).isEqualTo(4);
    assertThat(run("compare", after, before, "--fail-above", "10%")).isZero();
  }

  @Test
  void aComparisonShowsRatiosAndWhetherTheBitsAreTheSame() throws IOException {
    String same = CompareCommand.of(folder("a", 1, "a"), folder("b", 1.5, "a"), null).markdown();
    assertThat(same).contains("1.50×").contains("same bits").doesNotContain("tables/");
    String other = CompareCommand.of(folder("c", 1, "a"), folder("d", 1, "b"), null).markdown();
    assertThat(other).contains("1.00×").contains("other bits").contains("The same, as far as");
  }

  @Test
  void wrongArgumentsAreTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("report")).isEqualTo(2);
    assertThat(run("report", temporary)).isEqualTo(2);
    assertThat(run("compare", temporary, temporary, "--fail-above", "much")).isEqualTo(2);
    assertThatIllegalArgumentException().isThrownBy(() -> CompareCommand.share("10"));
    assertThat(CompareCommand.share("2.5%")).isEqualTo(0.025);
  }
}

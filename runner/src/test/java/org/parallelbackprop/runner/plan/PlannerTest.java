package org.parallelbackprop.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.spec.ExperimentReader;

/** What a grid means, by example. */
final class PlannerTest {

  private static final String HEAD =
      """
      experiment: example
      dataset: mnist
      fixed: {network: 784-16-10, learning-rate: 1e-3, epochs: 2}
      """;

  @TempDir private Path folder;

  @Test
  void theLastKeyVariesFastest() throws IOException, ExperimentException {
    Plan plan =
        plan(
            """
            grid:
              engine: [cpu-serial, cpu-threads]
              batch-size: [10, 20]
            """);

    assertThat(cells(plan))
        .containsExactly(
            "cpu-serial/10",
            "cpu-serial/20",
            "cpu-threads/10/threads=1",
            "cpu-threads/20/threads=1");
    assertThat(plan.axes()).containsExactly("engine", "batch-size");
  }

  @Test
  void enginesWithoutAnOptionDropItsAxisAndEqualCellsBecomeOne()
      throws IOException, ExperimentException {
    Plan plan =
        plan(
            """
            grid:
              engine: [cpu-serial, cpu-threads]
              batch-size: [10]
              threads: [1, 2]
            """);

    assertThat(cells(plan))
        .containsExactly("cpu-serial/10", "cpu-threads/10/threads=1", "cpu-threads/10/threads=2");
  }

  @Test
  void zipMovesTogetherAndVariesSlowest() throws IOException, ExperimentException {
    Plan plan =
        plan(
            """
            zip:
              - {batch-size: 10, momentum: 0.5}
              - {batch-size: 20, momentum: 0.9}
            grid:
              engine: [cpu-serial, cpu-threads]
            """);

    assertThat(plan.cells().stream().map(Cell::settings).toList())
        .extracting(CellSettings::batchSize, CellSettings::momentum, CellSettings::engine)
        .containsExactly(
            tuple(10, 0.5, "cpu-serial"),
            tuple(10, 0.5, "cpu-threads"),
            tuple(20, 0.9, "cpu-serial"),
            tuple(20, 0.9, "cpu-threads"));
  }

  @Test
  void excludeNeedsAllKeysAndAnyValueAndSparesIncludedCells()
      throws IOException, ExperimentException {
    Plan plan =
        plan(
            """
            grid:
              engine: [cpu-serial, cpu-threads]
              batch-size: [10, 20, 30]
            exclude:
              - {engine: cpu-serial, batch-size: [10, 20]}
            include:
              - {engine: cpu-serial, batch-size: 10}
              - {engine: cpu-serial, batch-size: 30}
            """);

    assertThat(cells(plan))
        .containsExactly(
            "cpu-serial/30",
            "cpu-threads/10/threads=1",
            "cpu-threads/20/threads=1",
            "cpu-threads/30/threads=1",
            "cpu-serial/10");
  }

  @Test
  void everyDefaultIsWrittenOut() throws IOException, ExperimentException {
    CellSettings cell =
        plan("grid: {engine: [cpu-vector], batch-size: [10]}\n").cells().getFirst().settings();

    assertThat(cell.activation()).isEqualTo("sigmoid");
    assertThat(cell.loss()).isEqualTo("mse");
    assertThat(cell.momentum()).isZero();
    assertThat(cell.l2()).isZero();
    assertThat(cell.trainingExamples()).isNull();
    assertThat(cell.learningRate()).isEqualTo(1e-3);
    assertThat(cell.engineOptions())
        .containsExactly(entry("threads", "1"), entry("vector-bits", "preferred"));
  }

  @Test
  void repeatsCountSeedsFromTheFirst() throws IOException, ExperimentException {
    String grid = "grid: {engine: [cpu-serial], batch-size: [10]}\n";

    assertThat(plan(grid).runs()).extracting(PlannedRun::seed).containsExactly(42L, 43L, 44L);
    assertThat(plan(grid + "repeats: 2\nseed: 7\n").runs())
        .extracting(PlannedRun::seed)
        .containsExactly(7L, 8L);
    assertThat(plan(grid + "seeds: [9, 3]\n").runs())
        .extracting(PlannedRun::seed, PlannedRun::block)
        .containsExactly(tuple(9L, 1), tuple(3L, 2));
  }

  /**
   * The words come from NumPy: {@code np.argsort(np.random.Philox(key=[42, 2**33 +
   * block]).random_raw(4), kind="stable")}.
   */
  @Test
  void theOrderOfABlockIsThatOfPhiloxWords() throws IOException, ExperimentException {
    Plan plan = plan("grid: {engine: [cpu-serial], batch-size: [10, 20, 30, 40]}\nrepeats: 2\n");

    assertThat(plan.runs().stream().map(run -> plan.cell(run).settings().batchSize()).toList())
        .isEqualTo(List.of(/* block 1 */ 30, 40, 10, 20, /* block 2 */ 40, 20, 30, 10));
  }

  @Test
  void aRunKeepsItsNameWhenTheGridAroundItChanges() throws IOException, ExperimentException {
    Plan small = plan("grid: {engine: [cpu-serial], batch-size: [10]}\n");
    Plan large =
        plan("grid: {batch-size: [20, 10], engine: [cpu-threads, cpu-serial]}\nrepeats: 4\n");

    assertThat(large.runs()).extracting(PlannedRun::id).containsAll(ids(small));
  }

  private static List<String> ids(Plan plan) {
    return plan.runs().stream().map(PlannedRun::id).toList();
  }

  private Plan plan(String grid) throws IOException, ExperimentException {
    Path file = Files.writeString(folder.resolve("example.yaml"), HEAD + grid);
    return Planner.plan(
        ExperimentReader.read(file, TestEngines.all()), TestEngines.all(), "ab".repeat(32));
  }

  private static List<String> cells(Plan plan) {
    return plan.cells().stream()
        .map(Cell::settings)
        .map(cell ->
            cell.engine()
                + "/"
                + cell.batchSize()
                + (cell.engineOptions().isEmpty()
                    ? ""
                    : "/threads=" + cell.engineOptions().get("threads")))
        .toList();
  }
}

package org.parallelbackprop.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.spec.ExperimentReader;

/** What holds for every grid: its expansion against one written as three nested loops. */
final class GridPropertiesTest {

  /**
   * A grid of engines, threads and batch sizes, from which one engine's batch sizes are taken out.
   */
  record Grid(
      List<String> engines,
      List<Integer> threads,
      List<Integer> batchSizes,
      int excluded,
      int repeats,
      long seed) {

    String yaml() {
      String excludedEngine = engines.getFirst();
      List<Integer> excludedSizes = batchSizes.subList(0, excluded);
      return """
      experiment: grid
      dataset: synthetic-digits
      fixed: {network: 784-10, learning-rate: 0.5, epochs: 1}
      grid:
        engine: %s
        threads: %s
        batch-size: %s
      exclude: %s
      repeats: %d
      seed: %d
      """
          .formatted(
              engines,
              threads,
              batchSizes,
              excludedSizes.isEmpty()
                  ? "[]"
                  : "[{engine: " + excludedEngine + ", batch-size: " + excludedSizes + "}]",
              repeats,
              seed);
    }

    /** The specification. */
    Set<String> cells() {
      Set<String> cells = new LinkedHashSet<>();
      for (String engine : engines) {
        for (int threadCount : threads) {
          for (int batchSize : batchSizes) {
            boolean isExcluded =
                engine.equals(engines.getFirst())
                    && batchSizes.subList(0, excluded).contains(batchSize);
            if (!isExcluded) {
              cells.add(
                  engine
                      + " "
                      + (engine.equals("cpu-serial") ? "-" : threadCount)
                      + " "
                      + batchSize);
            }
          }
        }
      }
      return cells;
    }
  }

  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("grid-properties");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("grid.yaml"));
    Files.delete(folder);
  }

  @Provide
  Arbitrary<Grid> grids() {
    Arbitrary<List<String>> engines =
        Arbitraries.of("cpu-serial", "cpu-threads", "cpu-vector")
            .list()
            .ofMinSize(1)
            .uniqueElements()
            // An axis that no engine takes is an error, see FaultyFilesTest.
            .filter(each -> !each.equals(List.of("cpu-serial")));
    Arbitrary<List<Integer>> threads =
        Arbitraries.integers().between(1, 64).list().ofMinSize(1).ofMaxSize(5).uniqueElements();
    Arbitrary<List<Integer>> batchSizes =
        Arbitraries.integers().between(1, 5000).list().ofMinSize(2).ofMaxSize(6).uniqueElements();
    return Combinators.combine(
            engines,
            threads,
            batchSizes,
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(1, 5),
            Arbitraries.longs().between(0, Long.MAX_VALUE - 1000))
        .as(Grid::new);
  }

  @Property(tries = 250)
  void cellsAreThoseOfTheNestedLoopsInTheirOrder(@ForAll("grids") Grid grid)
      throws IOException, ExperimentException {
    assertThat(plan(grid).cells().stream().map(GridPropertiesTest::name).toList())
        .isEqualTo(List.copyOf(grid.cells()));
  }

  @Property(tries = 250)
  void everyBlockHoldsEveryCellOnceAndBlocksFollowEachOther(@ForAll("grids") Grid grid)
      throws IOException, ExperimentException {
    Plan plan = plan(grid);
    Map<Integer, List<PlannedRun>> blocks =
        plan.runs().stream().collect(Collectors.groupingBy(PlannedRun::block));

    assertThat(plan.runs())
        .isSortedAccordingTo(Comparator.comparingInt(PlannedRun::block))
        .extracting(PlannedRun::id)
        .doesNotHaveDuplicates();
    assertThat(blocks).hasSize(grid.repeats());
    blocks.forEach((number, runs) -> {
      assertThat(runs)
          .extracting(PlannedRun::cellId)
          .containsExactlyInAnyOrderElementsOf(plan.cells().stream().map(Cell::id).toList());
      assertThat(runs).extracting(PlannedRun::seed).containsOnly(grid.seed() + number - 1);
    });
  }

  @Property(tries = 250)
  void planningTwiceGivesTheSamePlan(@ForAll("grids") Grid grid)
      throws IOException, ExperimentException {
    assertThat(plan(grid)).isEqualTo(plan(grid));
  }

  @Property(tries = 250)
  void runNamesAreSafeFileNames(@ForAll("grids") Grid grid)
      throws IOException, ExperimentException {
    assertThat(plan(grid).runs())
        .extracting(PlannedRun::id)
        .allMatch(id -> id.matches("[a-z0-9][a-z0-9-]{0,199}"));
  }

  private static Plan plan(Grid grid) throws IOException, ExperimentException {
    Path file = Files.writeString(folder.resolve("grid.yaml"), grid.yaml());
    return Planner.plan(
        ExperimentReader.read(file, TestEngines.all()), TestEngines.all(), "ab".repeat(32));
  }

  private static String name(Cell cell) {
    List<String> parts = new ArrayList<>();
    parts.add(cell.settings().engine());
    parts.add(cell.settings().engineOptions().getOrDefault("threads", "-"));
    parts.add(Integer.toString(cell.settings().batchSize()));
    return String.join(" ", parts);
  }
}

package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;

/** All work of a pass is in somebody's items, once, and block after block. */
final class ItemsTest {

  /** Which cuts the items of any worker into runs. */
  private final WorkQueues queues = new WorkQueues(1);

  @ParameterizedTest
  @CsvSource({
    "1, 16, 32, 18, 6",
    "2, 64, 32, 18, 6",
    "3, 64, 32, 18, 6",
    "5, 7, 3, 4, 6",
    "7, 20, 2, 3, 2",
    "33, 16, 32, 18, 6",
  })
  void everyTileOfEveryPanelIsOfOneForwardItem(
      int workers, int tiles, int panels, int blockTiles, int itemTiles) {
    ForwardItems items =
        new ForwardItems(WorkGrid.of(workers, tiles, panels), panels, blockTiles, itemTiles);
    for (int present = 0; present <= tiles; present++) {
      int[] found = new int[panels * present];
      for (int owner = 0; owner < workers; owner++) {
        List<Integer> blockEnds = new ArrayList<>();
        ForwardItems.Steps step = items.steps();
        queues.fill(0, items.count(owner, present), 1);
        for (long run; (run = queues.take(0)) != WorkQueues.NONE; ) {
          step.start(owner, present, run);
          while (step.next()) {
            assertThat(step.tile).isLessThan(step.tileEnd);
            assertThat(step.tileEnd).isLessThanOrEqualTo(step.blockEnd);
            for (int tile = step.tile; tile < step.tileEnd; tile++) {
              found[step.panel * present + tile]++;
            }
            assertThat(step.beginsBlock).isEqualTo(!blockEnds.contains(step.blockEnd));
            blockEnds.add(step.blockEnd);
          }
        }
        assertThat(blockEnds).isSorted();
      }
      if (present > 0) {
        assertThat(found).containsOnly(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 784, 1024, 12, 1",
    "2, 784, 1024, 3, 2",
    "3, 784, 1000, 9, 2",
    "3, 1024, 10, 5, 1",
    "5, 300, 100, 2, 2",
    "33, 97, 70, 1, 1",
  })
  void everyUnitIsOfOneGradientItem(
      int workers, int inputs, int outputs, int atOnce, int together) {
    TrainingSpec spec =
        new TrainingSpec(
            new NetworkShape(List.of(inputs, outputs)),
            Activation.SIGMOID,
            Loss.MSE,
            100,
            0.1f,
            0,
            0);
    PanelLayer layer = new PanelLayer(new Tiling(8, 32, 4, 2), spec, 1, false);
    for (boolean wholePanels : new boolean[] {true, false}) {
      GradientItems items = new GradientItems(layer, workers, wholePanels);
      int[] found = new int[layer.units()];
      for (int owner = 0; owner < workers; owner++) {
        List<Integer> blockEnds = new ArrayList<>();
        GradientItems.Steps step = items.steps();
        queues.fill(0, items.count(owner, together), 1);
        for (long run; (run = queues.take(0)) != WorkQueues.NONE; ) {
          step.start(owner, together, atOnce, run);
          while (step.next()) {
            assertThat(step.unit).isLessThan(step.unitEnd);
            assertThat(step.unitEnd).isLessThanOrEqualTo(step.blockEnd);
            int units = 0;
            for (int panel = step.panel; panel < step.panel + together; panel++) {
              for (int unit = step.begin(panel); unit < step.end(panel); unit++) {
                found[unit]++;
                units++;
              }
            }
            assertThat(step.isWhole()).isEqualTo(units == together * (step.unitEnd - step.unit));
            assertThat(step.beginsBlock).isEqualTo(!blockEnds.contains(step.blockEnd));
            blockEnds.add(step.blockEnd);
          }
        }
        assertThat(blockEnds).isSorted();
      }
      assertThat(found).containsOnly(1);
    }
  }
}

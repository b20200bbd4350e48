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
        int count = items.count(owner, present);
        for (int item = 0, next; item < count; item = next) {
          next = item + items.more(owner, present, item);
          assertThat(next).isBetween(item + 1, count);
          int blockEnd = items.blockEnd(owner, present, item);
          for (int i = item; i < next; i++) {
            assertThat(items.panel(owner, present, i)).isEqualTo(items.panel(owner, present, item));
            int from = items.tile(owner, present, i);
            assertThat(from).isEqualTo(items.tile(owner, present, item) + (i - item) * itemTiles);
            for (int tile = from; tile < Math.min(from + itemTiles, blockEnd); tile++) {
              found[items.panel(owner, present, i) * present + tile]++;
            }
          }
          assertThat(items.beginsBlock(owner, item)).isEqualTo(!blockEnds.contains(blockEnd));
          blockEnds.add(blockEnd);
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
        int count = items.count(owner, together);
        for (int item = 0, next; item < count; item = next) {
          next = item + items.more(owner, together, atOnce, item);
          assertThat(next).isBetween(item + 1, count);
          int panel = items.panel(owner, together, atOnce, item);
          for (int i = item; i < next; i++) {
            assertThat(items.panel(owner, together, atOnce, i)).isEqualTo(panel);
            for (int p = panel; p < panel + together; p++) {
              int unit = p * layer.unitsPerPanel() + items.unit(owner, together, atOnce, i);
              if (unit >= items.begin(owner) && unit < items.end(owner)) {
                found[unit]++;
              }
            }
          }
          int blockEnd = items.blockEnd(owner, together, atOnce, item);
          assertThat(items.beginsBlock(owner, together, atOnce, item))
              .isEqualTo(!blockEnds.contains(blockEnd));
          blockEnds.add(blockEnd);
        }
        assertThat(blockEnds).isSorted();
      }
      assertThat(found).containsOnly(1);
    }
  }
}

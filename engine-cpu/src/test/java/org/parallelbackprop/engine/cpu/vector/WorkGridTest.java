package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkGridTest {

  @Test
  void unitsAreSharedBeforeExamples() {
    assertThat(WorkGrid.of(2, 16, 32)).isEqualTo(new WorkGrid(1, 2));
  }

  @Test
  void examplesOfANarrowLayerAreShared() {
    assertThat(WorkGrid.of(2, 16, 1)).isEqualTo(new WorkGrid(2, 1));
  }

  @Test
  void moreWorkersThanPanelsShareBoth() {
    assertThat(WorkGrid.of(64, 16, 32)).isEqualTo(new WorkGrid(2, 32));
  }

  @ParameterizedTest
  @CsvSource({"1,16,32", "2,16,1", "3,1,1", "5,16,3", "33,16,32", "64,16,32", "7,2,100"})
  void everyTileOfEveryPanelHasOneOwner(int workers, int tiles, int panels) {
    WorkGrid grid = WorkGrid.of(workers, tiles, panels);
    for (int present = 1; present <= tiles; present++) {
      int[] owners = new int[present * panels];
      int[] wholeOwners = new int[present];
      for (int worker = 0; worker < workers; worker++) {
        int end = grid.lastTile(worker, present);
        for (int tile = grid.firstTile(worker, present); tile < end; tile++) {
          wholeOwners[tile] += grid.ownsWhole(worker, tile) ? 1 : 0;
          int endPanel = grid.lastPanel(worker, panels);
          for (int panel = grid.firstPanel(worker, panels); panel < endPanel; panel++) {
            owners[tile * panels + panel]++;
          }
        }
      }
      assertThat(owners).containsOnly(1);
      assertThat(wholeOwners).containsOnly(1);
    }
  }
}

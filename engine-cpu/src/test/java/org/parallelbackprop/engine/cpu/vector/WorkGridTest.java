package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
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

  @Test
  void whoIsThreeTimesAsFastGetsThreeTimesAsMuch() {
    WorkShares shares = new WorkShares(4);
    shares.set(new int[] {3, 1, 3, 1});
    WorkGrid grid = new WorkGrid(2, 2);
    assertThat(grid.lastPanel(shares, 0, 32)).isEqualTo(24);
    assertThat(grid.lastPanel(shares, 2, 32)).isEqualTo(24);
    shares.set(new int[] {3, 3, 1, 1});
    assertThat(grid.lastTile(shares, 0, 16)).isEqualTo(12);
    assertThat(grid.lastTile(shares, 1, 16)).isEqualTo(12);
    assertThat(grid.lastPanel(shares, 0, 32)).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"1,16,32", "2,16,1", "3,1,1", "5,16,3", "33,16,32", "64,16,32", "7,2,100"})
  void everyTileOfEveryPanelHasOneOwner(int workers, int tiles, int panels) {
    WorkGrid grid = WorkGrid.of(workers, tiles, panels);
    WorkShares shares = new WorkShares(workers);
    everyTileOfEveryPanelHasOneOwner(grid, shares, workers, tiles, panels);
    SplittableRandom random = new SplittableRandom(workers);
    for (int i = 0; i < 20; i++) {
      shares.set(random.ints(workers, 1, 100).toArray());
      everyTileOfEveryPanelHasOneOwner(grid, shares, workers, tiles, panels);
    }
  }

  private static void everyTileOfEveryPanelHasOneOwner(
      WorkGrid grid, WorkShares shares, int workers, int tiles, int panels) {
    for (int present = 1; present <= tiles; present++) {
      int[] owners = new int[present * panels];
      int[] wholeOwners = new int[present];
      for (int worker = 0; worker < workers; worker++) {
        int end = grid.lastTile(shares, worker, present);
        for (int tile = grid.firstTile(shares, worker, present); tile < end; tile++) {
          wholeOwners[tile] += grid.ownsWhole(worker, tile) ? 1 : 0;
          int endPanel = grid.lastPanel(shares, worker, panels);
          for (int panel = grid.firstPanel(shares, worker, panels); panel < endPanel; panel++) {
            owners[tile * panels + panel]++;
          }
        }
      }
      assertThat(owners).containsOnly(1);
      assertThat(wholeOwners).containsOnly(1);
    }
  }
}

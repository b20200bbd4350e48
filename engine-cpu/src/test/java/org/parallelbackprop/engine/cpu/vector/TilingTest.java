package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TilingTest {

  /** A group that reached across panels would be two gradients' of different panels. */
  @Test
  void groupsCutEveryPanelAnew() {
    Tiling tiling = new Tiling(6, 16, 6, 1);
    assertThat(IntStream.of(0, 5, 6, 11, 12, 15, 16, 21, 22, 31).map(tiling::group))
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 5);
    assertThat(IntStream.range(0, 6).map(tiling::groupStart)).containsExactly(0, 6, 12, 16, 22, 28);
    assertThat(IntStream.range(0, 6).map(tiling::groupSize)).containsExactly(6, 6, 4, 6, 6, 4);
  }

  /** Of 100 columns, 3 panels of 32 and 4 columns. */
  @Test
  void severalPanelsGoTogetherIfNoneIsNarrow() {
    Tiling tiling = new Tiling(8, 32, 4, 2);
    assertThat(IntStream.range(0, 3).map(panel -> tiling.panelsAtOnce(100, panel, 2)))
        .containsExactly(2, 2, 1);
    assertThat(tiling.panelsAtOnce(100, 2, 1)).isEqualTo(1);
    assertThat(IntStream.of(1, 2).map(panels -> tiling.columns(100, 0, panels)))
        .containsExactly(32, 64);
    assertThat(tiling.columns(100, 3, 1)).isEqualTo(16);
  }

  /** As many accumulators as with two panels: 8 rows of one. */
  @Test
  void aWorkerWithOnePanelHasHigherGroups() {
    Tiling tiling = new Tiling(8, 32, 4, 2);
    Tiling single = new Tiling(8, 32, 8, 1);
    assertThat(tiling.forShares(1024, 16)).isEqualTo(tiling);
    assertThat(tiling.forShares(1024, 17)).isEqualTo(single);
    assertThat(tiling.forShares(50, 1)).isEqualTo(tiling);
    assertThat(tiling.forShares(32, 1)).isEqualTo(single);
    assertThat(single.forShares(1024, 33)).isEqualTo(single);
  }

  @Test
  void aLastPanelHasNoMoreGroupsThanItNeeds() {
    Tiling tiling = new Tiling(6, 16, 6, 1);
    assertThat(IntStream.of(1, 6, 7, 12, 13, 16, 17, 32, 784).map(tiling::groups))
        .containsExactly(1, 1, 2, 2, 3, 3, 4, 6, 147);
    assertThat(new Tiling(8, 32, 4, 2).groups(784)).isEqualTo(196);
  }
}

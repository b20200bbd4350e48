package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChunksTest {

  @Test
  void aMiniBatchOfSeveralChunksEndsWithARaggedOne() {
    assertThat(cut(chunks(10, 4, 15), 0))
        .containsExactly(
            "0+4 of 10, first",
            "4+4 of 10",
            "8+2 of 10, last",
            "10+4 of 5, first",
            "14+1 of 5, last");
  }

  @Test
  void aPartOfAnEpochBeginsWhereTheLastOneEnded() {
    assertThat(cut(chunks(3, 8, 9), 6)).containsExactly("6+3 of 3, first, last");
  }

  @Test
  void behindTheLastIsNone() {
    assertThat(chunks(10, 4, 15).count(15)).isZero();
    assertThat(chunks(10, 4, 20).count(20)).isZero();
  }

  @Test
  void numbersAreConsecutiveAcrossMiniBatches() {
    Chunks chunks = chunks(10, 4, 25);
    int number = 0;
    for (int start = 0; start < 25; start += chunks.count(start)) {
      assertThat(chunks.number(start)).isEqualTo(number++);
    }
  }

  private static Chunks chunks(int batchSize, int rows, int end) {
    Chunks chunks = new Chunks(batchSize, rows);
    chunks.endAt(end);
    return chunks;
  }

  private static List<String> cut(Chunks chunks, int from) {
    List<String> all = new ArrayList<>();
    for (int start = from; start < chunks.end(); start += chunks.count(start)) {
      all.add(
          "%d+%d of %d".formatted(start, chunks.count(start), chunks.batch(start))
              + (chunks.isFirst(start) ? ", first" : "")
              + (chunks.isLast(start) ? ", last" : ""));
    }
    return all;
  }
}

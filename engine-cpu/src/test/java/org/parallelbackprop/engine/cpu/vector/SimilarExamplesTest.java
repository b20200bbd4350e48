package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.Examples;

final class SimilarExamplesTest {

  /** By label, then by non-zero inputs, then by place in the data set. */
  private static final Examples FIVE =
      new Examples(2, 2, new float[] {0, 1, 1, 1, 0, 0, -1, 0, 0, 2}, new int[] {1, 0, 1, 0, 1});

  @Test
  void aMiniBatchIsSortedByLabelAndByInputsThatAreNotZero() {
    SimilarExamples similar = new SimilarExamples(FIVE);
    assertThat(similar.sortBatches(new int[] {0, 1, 2, 3, 4}, 5)).containsExactly(3, 1, 2, 0, 4);
    assertThat(similar.sortBatches(new int[] {4, 2, 1, 0, 3}, 5)).containsExactly(3, 1, 2, 0, 4);
  }

  @Test
  void anOrderMayBeShorterThanTheOneBefore() {
    SimilarExamples similar = new SimilarExamples(FIVE);
    similar.sortBatches(new int[] {0, 1, 2, 3, 4}, 5);
    assertThat(similar.sortBatches(new int[] {4, 0}, 5)).startsWith(0, 4);
    assertThat(similar.sortBatches(new int[] {}, 5)).isNotNull();
  }

  @Test
  void noExampleLeavesItsMiniBatch() {
    Random random = new Random(1);
    float[] features = new float[100 * 3];
    int[] labels = random.ints(100, 0, 4).toArray();
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextInt(3);
    }
    int[] order = random.ints(100, 0, 100).toArray();
    int[] sorted = new SimilarExamples(new Examples(3, 4, features, labels)).sortBatches(order, 7);
    for (int start = 0; start < 100; start += 7) {
      int end = Math.min(start + 7, 100);
      assertThat(Arrays.copyOfRange(sorted, start, end))
          .containsExactlyInAnyOrder(Arrays.copyOfRange(order, start, end));
    }
  }
}

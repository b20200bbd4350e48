package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.Examples;

final class SimilarExamplesTest {

  @Test
  void aMiniBatchIsSortedAsAllExamplesAre() {
    Examples examples = random(100);
    int[] order = new Random(2).ints(100, 0, 100).toArray();
    int[] sorted = new SimilarExamples(examples).sortBatches(order, 30);
    int[] all = SimilarityOrder.of(examples);
    for (int start = 0; start < 100; start += 30) {
      int end = Math.min(start + 30, 100);
      int[] batch = Arrays.copyOfRange(order, start, end);
      int[] expected =
          Arrays.stream(all)
              .flatMap(example -> Arrays.stream(batch).filter(other -> other == example))
              .toArray();
      assertThat(Arrays.copyOfRange(sorted, start, end)).containsExactly(expected);
    }
  }

  @Test
  void anOrderMayBeShorterThanTheOneBefore() {
    SimilarExamples similar = new SimilarExamples(random(5));
    similar.sortBatches(new int[] {0, 1, 2, 3, 4}, 5);
    assertThat(similar.sortBatches(new int[] {4, 0}, 5)).startsWith(0, 4);
    assertThat(similar.sortBatches(new int[] {}, 5)).isNotNull();
  }

  private static Examples random(int count) {
    Random random = new Random(1);
    float[] features = new float[count * 30];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextInt(3);
    }
    return new Examples(30, 4, features, new int[count]);
  }
}

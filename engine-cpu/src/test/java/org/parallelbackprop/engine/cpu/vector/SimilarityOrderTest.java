package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Examples;

final class SimilarityOrderTest {

  private static final int KINDS = 4;

  /** Examples of four kinds, of whose inputs a stretch of their own is mostly not zero. */
  private static Examples ofFourKinds(int count, int inputs, Random random) {
    float[] features = new float[count * inputs];
    int[] labels = new int[count];
    for (int e = 0; e < count; e++) {
      int stretch = inputs / KINDS;
      int kind = e * 7 % KINDS;
      for (int k = 0; k < stretch; k++) {
        features[e * inputs + kind * stretch + k] = random.nextInt(3);
      }
    }
    return new Examples(inputs, KINDS, features, labels);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 100, 784})
  void examplesOfAKindComeInFewRuns(int inputs) {
    int[] order = SimilarityOrder.of(ofFourKinds(512, inputs, new Random(1)));
    long changes =
        IntStream.range(1, order.length)
            .filter(i -> order[i] * 7 % KINDS != order[i - 1] * 7 % KINDS)
            .count();
    // Halves of equal size may cut a kind in two; as given, no neighbours
    // are of a kind.
    assertThat(changes).isLessThan(3 * KINDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 17, 300, 1000})
  void isAnOrderOfAllExamples(int count) {
    int[] order = SimilarityOrder.of(ofFourKinds(count, 20, new Random(2)));
    assertThat(IntStream.of(order).sorted().toArray())
        .containsExactly(IntStream.range(0, count).toArray());
  }

  @Test
  void examplesThatAreAlikeStayInTheirOrder() {
    int[] order = SimilarityOrder.of(new Examples(5, 2, new float[5 * 200], new int[200]));
    assertThat(order).containsExactly(IntStream.range(0, 200).toArray());
  }

  @Test
  void onlyWhatIsZeroMatters() {
    Examples examples = ofFourKinds(300, 60, new Random(3));
    int[] order = SimilarityOrder.of(examples);
    float[] features = examples.features();
    for (int i = 0; i < features.length; i++) {
      features[i] *= -1.5f - i;
    }
    assertThat(SimilarityOrder.of(examples)).containsExactly(order);
  }

  @Test
  void neighboursDifferInFewerInputsThanRandomOnes() {
    int inputs = 400;
    int count = 1000;
    Random random = new Random(4);
    float[] features = new float[count * inputs];
    for (int e = 0; e < count; e++) {
      int begin = random.nextInt(inputs / 2);
      for (int k = begin; k < begin + inputs / 4; k++) {
        features[e * inputs + k] = 1;
      }
    }
    Examples examples = new Examples(inputs, 1, features, new int[count]);
    int[] order = SimilarityOrder.of(examples);
    int[] asTheyAre = IntStream.range(0, count).toArray();
    assertThat(differences(examples, order)).isLessThan(differences(examples, asTheyAre) / 10);
  }

  private static long differences(Examples examples, int[] order) {
    int inputs = examples.featureCount();
    float[] features = examples.features();
    long differences = 0;
    for (int i = 1; i < order.length; i++) {
      for (int k = 0; k < inputs; k++) {
        boolean here = features[order[i] * inputs + k] != 0;
        boolean before = features[order[i - 1] * inputs + k] != 0;
        differences += here == before ? 0 : 1;
      }
    }
    return differences;
  }
}

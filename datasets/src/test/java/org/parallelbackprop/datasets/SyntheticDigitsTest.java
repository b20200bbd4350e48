package org.parallelbackprop.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parallelbackprop.engine.Examples;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SyntheticDigitsTest {

  private final Dataset digits;

  SyntheticDigitsTest() throws IOException {
    digits = DatasetReader.read(new DatasetName.SyntheticDigits(), null);
  }

  @Test
  void theyAreTheSameOnEveryMachine() {
    assertThat(digits.sha256()).isEqualTo(SyntheticDigits.SHA256);
  }

  @Test
  void theyHaveTheSizesOfMnist() {
    assertThat(digits.training().count()).isEqualTo(50_000);
    assertThat(digits.validation().count()).isEqualTo(10_000);
    assertThat(digits.test().count()).isEqualTo(10_000);
    assertThat(digits.test().featureCount()).isEqualTo(784);
  }

  @Test
  void classesAreEquallyLikely() {
    int n = digits.training().count();
    // A binomial count lies within five standard deviations of its mean but once in 1.7 million.
    double mean = n / 10.0;
    double bound = 5 * Math.sqrt(n * 0.1 * 0.9);
    for (int digit = 0; digit < 10; digit++) {
      assertThat(count(digits.training(), digit)).isBetween(mean - bound, mean + bound);
    }
  }

  @Test
  void noTestImageIsATrainingImage() {
    Set<ByteBuffer> training = images(digits.training());
    assertThat(training).hasSize(digits.training().count());
    assertThat(Collections.disjoint(training, images(digits.test()))).isTrue();
  }

  private static double count(Examples examples, int digit) {
    return Arrays.stream(examples.labels()).filter(label -> label == digit).count();
  }

  private static Set<ByteBuffer> images(Examples examples) {
    int pixels = examples.featureCount();
    byte[] bytes = new byte[examples.count() * pixels];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * examples.features()[i]);
    }
    return IntStream.range(0, examples.count())
        .mapToObj(i -> ByteBuffer.wrap(bytes, i * pixels, pixels))
        .collect(Collectors.toSet());
  }
}

package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingSpecTest {

  private static TrainingSpec spec(int batchSize, float learningRate, float momentum, float l2) {
    return new TrainingSpec(
        NetworkShape.parse("3-2"),
        Activation.SIGMOID,
        Loss.MSE,
        batchSize,
        learningRate,
        momentum,
        l2);
  }

  @Test
  void limitsAreAllowed() {
    assertThat(spec(1, Float.MIN_VALUE, 0, 0).batchSize()).isEqualTo(1);
    assertThat(spec(Integer.MAX_VALUE, Float.MAX_VALUE, Math.nextDown(1f), Float.MAX_VALUE))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 0, batch size",
    "1, 0, 0, 0, learning rate",
    "1, -1, 0, 0, learning rate",
    "1, NaN, 0, 0, learning rate",
    "1, Infinity, 0, 0, learning rate",
    "1, 1, 1, 0, momentum",
    "1, 1, -0.1, 0, momentum",
    "1, 1, NaN, 0, momentum",
    "1, 1, 0, -0.1, l2",
    "1, 1, 0, NaN, l2",
    "1, 1, 0, Infinity, l2"
  })
  void whatIsOutsideIsNamed(
      int batchSize, float learningRate, float momentum, float l2, String setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(batchSize, learningRate, momentum, l2))
        .withMessageStartingWith(setting);
  }

  @Test
  void keysAreThoseOfExperimentFiles() {
    assertThat(Activation.values())
        .extracting(Activation::key)
        .containsExactly("sigmoid", "tanh", "relu");
    assertThat(Loss.values()).extracting(Loss::key).containsExactly("mse", "cross-entropy");
  }
}

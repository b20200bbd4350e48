package org.parallelbackprop.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;

final class EvaluationTest {

  private static final Examples THREE =
      new Examples(1, 2, new float[] {0, 0, 0}, new int[] {0, 1, 1});

  @Test
  void meanSquaredDistanceOverExamplesNotOverOutputs() {
    float[] outputs = {1, 0, 0.5f, 0.5f, 0.75f, 0.25f};
    Evaluation evaluation = Evaluation.of(outputs, THREE, Loss.MSE);
    assertThat(evaluation.loss()).isEqualTo((0.0 + 0.5 + 2 * 0.5625) / 3);
  }

  @Test
  void ofEqualOutputsTheLowestClassIsTheAnswer() {
    float[] outputs = {0.5f, 0.5f, 0.5f, 0.5f, 0, 1};
    assertThat(Evaluation.of(outputs, THREE, Loss.MSE).accuracy()).isEqualTo(2.0 / 3);
  }

  @Test
  void crossEntropyIsTheMeanNegativeLogarithmOfTheLabelsOutput() {
    float[] outputs = {0.25f, 0.75f, 0.5f, 0.5f, 0, 1};
    assertThat(Evaluation.of(outputs, THREE, Loss.CROSS_ENTROPY).loss())
        .isEqualTo((Math.log(4) + Math.log(2)) / 3);
  }

  @Test
  void aLabelOfProbabilityZeroCostsWhatTheSmallestFloatCosts() {
    float[] outputs = {0, 1, 0, 1, 0, 1};
    assertThat(Evaluation.of(outputs, THREE, Loss.CROSS_ENTROPY).loss())
        .isEqualTo(-Math.log(Float.MIN_VALUE) / 3);
  }

  @Test
  void outputsOfAnotherShapeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.of(new float[5], THREE, Loss.MSE))
        .withMessageContaining("5 outputs");
  }
}

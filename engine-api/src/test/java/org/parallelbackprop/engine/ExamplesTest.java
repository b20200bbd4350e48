package org.parallelbackprop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExamplesTest {

  private static final Examples THREE =
      new Examples(2, 4, new float[] {0, 1, 10, 11, 20, 21}, new int[] {3, 0, 2});

  @Test
  void aRangeHoldsItsRows() {
    Examples last = THREE.range(1, 3);
    assertThat(last.count()).isEqualTo(2);
    assertThat(last.featureCount()).isEqualTo(2);
    assertThat(last.classes()).isEqualTo(4);
    assertThat(last.features()).containsExactly(10, 11, 20, 21);
    assertThat(last.labels()).containsExactly(0, 2);
    assertThat(THREE.first(1).features()).containsExactly(0, 1);
    assertThat(THREE.first(0).count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "2, 1", "0, 4"})
  void aRangeLiesInside(int from, int to) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> THREE.range(from, to));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, Integer.MAX_VALUE})
  void labelsAreClasses(int label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Examples(1, 4, new float[2], new int[] {0, label}))
        .withMessage("label " + label + " of example 1 is not in 0 … 3");
  }

  @Test
  void featuresMatchLabels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Examples(2, 4, new float[5], new int[3]))
        .withMessage("3 examples of 2 features need 6 values, but got 5");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0"})
  void thereIsAFeatureAndAClass(int features, int classes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Examples(features, classes, new float[0], new int[0]));
  }
}

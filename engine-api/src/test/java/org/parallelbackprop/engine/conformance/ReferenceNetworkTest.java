package org.parallelbackprop.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The yardstick against something that knows nothing of backpropagation. */
final class ReferenceNetworkTest {

  static List<ConformanceCase> small() {
    return ConformanceCase.small();
  }

  @ParameterizedTest
  @MethodSource("small")
  void aStepFollowsCentralDifferences(ConformanceCase work) {
    double[] initial = ReferenceNetwork.widen(work.initial(0).values());
    Bounded[] differences =
        new CentralDifferences(work.spec(), work.examples(), work.firstBatch()).gradient(initial);
    // With u = 0 nothing is allowed for rounding: what is left is float64's.
    ReferenceNetwork reference =
        new ReferenceNetwork(work.spec(), new Arithmetic(0, 0), work.initial(0));
    reference.trainEpoch(work.examples(), work.firstBatch());
    for (int i = 0; i < initial.length; i++) {
      double gradient =
          (initial[i] - reference.parameters()[i].value()) / work.spec().learningRate();
      BoundedAssert.assertWithin(gradient, differences[i], "∂L/∂θ [" + i + "]");
    }
  }

  @ParameterizedTest
  @MethodSource("small")
  void centralDifferencesAreSharp(ConformanceCase work) {
    double[] initial = ReferenceNetwork.widen(work.initial(0).values());
    Bounded[] differences =
        new CentralDifferences(work.spec(), work.examples(), work.firstBatch()).gradient(initial);
    double largest = 0;
    double largestError = 0;
    for (Bounded difference : differences) {
      largest = Math.max(largest, Math.abs(difference.value()));
      largestError = Math.max(largestError, difference.error());
    }
    assertThat(largestError)
        .as("error of central differences, whose relative order is the step squared")
        .isLessThan(largest * Math.sqrt(Arithmetic.FLOAT32.unitRoundOff()));
  }
}

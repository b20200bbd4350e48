package org.parallelbackprop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.FirstStep;

final class StepSessionTest {

  private static final NetworkShape NETWORK = NetworkShape.parse("30-20-10");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpu-serial",
        "cpu-threads;threads=2",
        "cpu-blas;threads=2",
        "cpu-vector;threads=2;vector-bits=preferred;input-zeros=skip",
        "cpu-vector;threads=2;vector-bits=preferred;input-zeros=multiply"
      })
  void theStepThatIsTimedIsTheRightOne(String engine) {
    try (StepSession session = new StepSession(EngineChoice.parse(engine), NETWORK, 16)) {
      double first = session.step();
      double last = first;
      for (int i = 0; i < 400; i++) {
        last = session.step();
      }
      assertThat(last).as("loss after many steps").isLessThan(first);
      assertThat(session.gigaflop()).isEqualTo(16 * (4 * 600 + 6 * 200) * 1e-9);
    }
  }

  /** The session trains with another rate than the one it is checked for. */
  @Test
  void anEngineThatComputesSomethingElseIsNotTimed() {
    TrainingSpec asked = new TrainingSpec(NETWORK, Activation.SIGMOID, Loss.MSE, 4, 0.1f, 0, 0);
    TrainingSpec done = new TrainingSpec(NETWORK, Activation.SIGMOID, Loss.MSE, 4, 0.1001f, 0, 0);
    Parameters initial = Parameters.glorotUniform(NETWORK, 1);
    Examples examples = new Examples(30, 10, new float[120], new int[] {1, 2, 3, 4});
    try (TrainingSession session =
        EngineChoice.parse("cpu-serial").engine().open(done, EngineOptions.NONE, initial)) {
      session.load(examples);
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(
              () -> FirstStep.check(asked, initial, examples, new int[] {0, 1, 2, 3}, session));
    }
  }

  @Test
  void anUnknownEngineIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineChoice.parse("cpu-magic").engine())
        .withMessage("there is no engine cpu-magic");
  }

  @Test
  void flagsAreThoseOfTheEnginesDescription() throws IOException {
    assertThat(EngineChoice.parse("cpu-serial").jvmArguments()).isEmpty();
    assertThat(EngineChoice.parse("cpu-vector").jvmArguments())
        .contains("--add-modules", "jdk.incubator.vector");
  }
}

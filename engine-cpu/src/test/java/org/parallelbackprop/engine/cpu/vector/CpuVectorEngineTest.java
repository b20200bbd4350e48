package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.ConformanceCase;
import org.parallelbackprop.engine.conformance.EngineConformance;
import org.parallelbackprop.engine.cpu.WorkerTeam;

final class CpuVectorEngineTest extends EngineConformance {

  @Override
  protected Engine engine() {
    return new CpuVectorEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    List<EngineOptions> all = new ArrayList<>();
    IntStream.of(1, 2, 3, 5, 8, 16, 33)
        .forEach(threads -> all.add(options(threads, "preferred", "skip")));
    all.add(options(2, "256", "multiply"));
    all.add(options(3, "128", "skip"));
    all.add(options(1, "512", "multiply"));
    if (WorkerTeam.canPin()) {
      all.add(with(options(3, "preferred", "skip"), "pinning", "each-thread"));
    }
    return all;
  }

  private static EngineOptions options(int threads, String bits, String zeros) {
    return new EngineOptions(
        Map.of(
            "threads", "" + threads, "vector-bits", bits, "input-zeros", zeros, "pinning", "none"));
  }

  private static EngineOptions with(EngineOptions options, String option, String value) {
    Map<String, String> values = new HashMap<>(options.values());
    values.put(option, value);
    return new EngineOptions(values);
  }

  @Test
  void anUnknownChoiceIsRefused() {
    ConformanceCase work = ConformanceCase.typical();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine().open(work.spec(), options(1, "1024", "skip"), work.initial(0)))
        .withMessageContaining("vector-bits");
    EngineOptions somewhere = with(options(1, "512", "skip"), "pinning", "somewhere");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine().open(work.spec(), somewhere, work.initial(0)))
        .withMessageContaining("pinning cannot be somewhere");
  }

  @Test
  void refusesNothingOfTheSuite() {
    assertThat(ConformanceCase.all())
        .allSatisfy(
            work -> assertThat(engine().refusal(work.spec(), options().getFirst())).isEmpty());
  }

  /**
   * Of two examples with inputs 0 … 15, one has only input 0 on and the other none: one input is on
   * in their tile. A second panel of units halves the groups of 512 bits.
   */
  @ParameterizedTest
  @CsvSource({"512, 4, 0.250", "512, 40, 0.125", "256, 4, 0.188", "128, 4, 0.125"})
  void factsTellHowMuchOfTheFirstLayerIsComputed(String bits, int units, String inGroups) {
    NetworkShape network = NetworkShape.parse("16-" + units + "-3");
    TrainingSpec spec = new TrainingSpec(network, Activation.RELU, Loss.MSE, 2, 0.1f, 0, 0);
    float[] features = new float[32];
    features[0] = 1;
    try (TrainingSession session =
        engine()
            .open(spec, options(1, bits, "skip"), Parameters.glorotUniform(spec.network(), 1))) {
      session.load(new Examples(16, 3, features, new int[2]));
      session.trainEpoch(new int[] {0, 1});
      assertThat(session.facts())
          .containsEntry("first-layer-forward-kept", "0.063")
          .containsEntry("first-layer-gradient-kept", inGroups)
          .containsEntry("features-kept-as", "bytes")
          .containsEntry("input-zeros", "skip");
    }
  }

  @Test
  void factsTellThatOtherDataThanImagesAreNotPacked() {
    ConformanceCase work = ConformanceCase.typical();
    try (TrainingSession session =
        engine().open(work.spec(), options(1, "512", "skip"), work.initial(0))) {
      Examples given = work.examples();
      float[] features = given.features().clone();
      features[0] = 0.3f;
      session.load(new Examples(given.featureCount(), given.classes(), features, given.labels()));
      assertThat(session.facts()).containsEntry("features-kept-as", "floats");
    }
  }
}

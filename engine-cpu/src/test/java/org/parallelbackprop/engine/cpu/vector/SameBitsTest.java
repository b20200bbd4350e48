package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/**
 * Batches of several chunks, odd shapes, deep networks, mostly black images, more workers than
 * panels, who need a part of the inputs only.
 */
final class SameBitsTest {

  private static final int EXAMPLES = 1301;

  static Stream<Arguments> works() {
    return Stream.of(
        Arguments.of("1-1", 7, 0.9f),
        Arguments.of("50-33-3", 1100, 0.9f),
        Arguments.of("70-65-17-10", 600, 0f),
        Arguments.of("33-8-9-16-17-31-32-33-7-5-4", 130, 0.9f),
        Arguments.of("40-70-33-10", 300, 0f),
        Arguments.of("20-600-520-3", 300, 0f),
        Arguments.of("40-130-10", 100, 0.9f),
        Arguments.of("300-40-10", 130, 0f),
        Arguments.of("400-150-70-10", 1100, 0f));
  }

  @ParameterizedTest(name = "{0}, batches of {1}, momentum {2}")
  @MethodSource("works")
  void whoeverDoesIt(String network, int batchSize, float momentum) {
    String expected = trained(network, batchSize, momentum, 1, "multiply", "preferred");
    for (int threads : new int[] {2, 3, 5, 8, 16, 33}) {
      for (String zeros : List.of("skip", "multiply")) {
        assertThat(trained(network, batchSize, momentum, threads, zeros, "preferred"))
            .as("%d threads, %s", threads, zeros)
            .isEqualTo(expected);
      }
    }
    // Widths differ in their tiles and in how many examples they take at once.
    for (String bits : List.of("512", "256", "128")) {
      assertThat(trained(network, batchSize, momentum, 2, "skip", bits))
          .as("%s bits", bits)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "{0}, batches of {1}, momentum {2}")
  @MethodSource("works")
  void howeverOftenItIsDone(String network, int batchSize, float momentum) {
    String expected = trained(network, batchSize, momentum, 3, "skip", "preferred");
    for (int run = 0; run < 20; run++) {
      assertThat(trained(network, batchSize, momentum, 3, "skip", "preferred")).isEqualTo(expected);
    }
  }

  /** An example more, never visited: if it is no image, none is packed. */
  @ParameterizedTest(name = "{0}, batches of {1}, momentum {2}")
  @MethodSource("works")
  void whetherExamplesArePackedOrNot(String network, int batchSize, float momentum) {
    NetworkShape shape = NetworkShape.parse(network);
    Examples images = mostlyZero(shape, EXAMPLES + 1);
    Examples others = mostlyZero(shape, EXAMPLES + 1);
    images.features()[images.features().length - 1] = 1;
    others.features()[others.features().length - 1] = 0.3f;
    for (int threads : new int[] {1, 2, 8, 33}) {
      EngineOptions options = new EngineOptions(Map.of("threads", "" + threads));
      assertThat(trained(shape, batchSize, momentum, options, others))
          .as("%d threads", threads)
          .isEqualTo(trained(shape, batchSize, momentum, options, images));
    }
  }

  @ParameterizedTest(name = "{0}, batches of {1}, momentum {2}")
  @MethodSource("works")
  void outputsToo(String network, int batchSize, float momentum) {
    NetworkShape shape = NetworkShape.parse(network);
    TrainingSpec spec = spec(shape, batchSize, momentum);
    Parameters parameters = Parameters.glorotUniform(shape, 3);
    Examples examples = mostlyZero(shape, EXAMPLES);
    float[] expected = {};
    for (int threads : new int[] {1, 2, 3, 8, 33}) {
      EngineOptions options = new EngineOptions(Map.of("threads", "" + threads));
      try (TrainingSession session = new CpuVectorEngine().open(spec, options, parameters)) {
        if (threads == 1) {
          expected = session.outputs(examples);
        }
        for (int run = 0; run < 5; run++) {
          assertThat(session.outputs(examples)).as("%d threads", threads).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void whereverItIsDone() {
    assumeTrue(WorkerTeam.canPin(), "this system has no call to bind threads to processors");
    Map<String, String> pinned = Map.of("threads", "3", "pinning", "each-thread");
    assertThat(trained("40-70-33-10", 64, 0f, new EngineOptions(pinned)))
        .isEqualTo(trained("40-70-33-10", 64, 0f, 1, "multiply", "preferred"));
  }

  private static String trained(
      String network, int batchSize, float momentum, int threads, String zeros, String bits) {
    Map<String, String> options =
        Map.of("threads", "" + threads, "vector-bits", bits, "input-zeros", zeros);
    return trained(network, batchSize, momentum, new EngineOptions(options));
  }

  private static String trained(
      String network, int batchSize, float momentum, EngineOptions options) {
    NetworkShape shape = NetworkShape.parse(network);
    return trained(shape, batchSize, momentum, options, mostlyZero(shape, EXAMPLES));
  }

  private static String trained(
      NetworkShape shape, int batchSize, float momentum, EngineOptions options, Examples examples) {
    try (TrainingSession session =
        new CpuVectorEngine()
            .open(spec(shape, batchSize, momentum), options, Parameters.glorotUniform(shape, 3))) {
      session.load(examples);
      session.trainEpoch(BatchOrder.epoch(3, 1, EXAMPLES));
      session.trainEpoch(BatchOrder.epoch(3, 2, EXAMPLES));
      return session.parameters().sha256();
    }
  }

  private static TrainingSpec spec(NetworkShape shape, int batchSize, float momentum) {
    return new TrainingSpec(
        shape, Activation.TANH, Loss.CROSS_ENTROPY, batchSize, 0.1f, momentum, 0.001f);
  }

  /** Features of which one in six is not zero, in no regular place. */
  private static Examples mostlyZero(NetworkShape shape, int count) {
    float[] features = new float[count * shape.inputs()];
    int[] labels = new int[count];
    for (int i = 0; i < features.length; i++) {
      int scattered = (i * 0x9E3779B9) >>> 16;
      features[i] = scattered % 6 == 0 ? (scattered & 0xff) / 255f : 0;
    }
    for (int i = 0; i < count; i++) {
      labels[i] = i % shape.outputs();
    }
    return new Examples(shape.inputs(), shape.outputs(), features, labels);
  }
}

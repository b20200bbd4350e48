package org.parallelbackprop.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parallelbackprop.datasets.Dataset;
import org.parallelbackprop.datasets.DatasetLocator;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.DatasetPresence;
import org.parallelbackprop.datasets.DatasetReader;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** Training on real MNIST, where its files are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MnistTest {

  private static final long SEED = 42;
  private static final TrainingSpec SPEC =
      new TrainingSpec(
          NetworkShape.parse("784-128-10"), Activation.SIGMOID, Loss.MSE, 32, 1.0f, 0, 0);

  private Dataset mnist;

  @BeforeAll
  void read() throws IOException {
    DatasetName name = DatasetName.parse("mnist");
    switch (new DatasetLocator(null, System.getenv()).presence(name)) {
      case DatasetPresence.Present present -> mnist = DatasetReader.read(name, present.folder());
      default -> abort("MNIST is not on this machine; set " + DatasetLocator.ENVIRONMENT_VARIABLE);
    }
  }

  private static Parameters trained(Engine engine, EngineOptions options, Examples examples) {
    Parameters initial = Parameters.glorotUniform(SPEC.network(), SEED);
    try (TrainingSession session = engine.open(SPEC, options, initial)) {
      session.load(examples);
      session.trainEpoch(BatchOrder.epoch(SEED, 1, examples.count()));
      return session.parameters();
    }
  }

  @Test
  void sameBitsAtAnyNumberOfThreads() {
    Examples some = mnist.training().first(1003);
    String serial = trained(new CpuSerialEngine(), EngineOptions.NONE, some).sha256();
    assertThat(IntStream.of(1, 2, 3, 5, 8, 16, 33))
        .allSatisfy(threads ->
            assertThat(
                    trained(new CpuThreadsEngine(), EngineOptions.threads(threads), some).sha256())
                .as("SHA-256 of the parameters with %d threads", threads)
                .isEqualTo(serial));
  }

  /** 0.9235 was measured elsewhere from the same definitions in float32. */
  @Test
  @Tag("slow")
  void learnsAsElsewhere() {
    Parameters initial = Parameters.glorotUniform(SPEC.network(), SEED);
    try (TrainingSession session =
        new CpuThreadsEngine().open(SPEC, EngineOptions.threads(2), initial)) {
      session.load(mnist.training());
      session.trainEpoch(BatchOrder.epoch(SEED, 1, mnist.training().count()));
      assertThat(accuracy(session.outputs(mnist.test()), mnist.test().labels()))
          .isCloseTo(0.9235, within(0.003));
    }
  }

  private static double accuracy(float[] outputs, int[] labels) {
    int classes = outputs.length / labels.length;
    long correct =
        IntStream.range(0, labels.length)
            .filter(e ->
                IntStream.range(0, classes)
                    .allMatch(o -> outputs[e * classes + o] <= outputs[e * classes + labels[e]]))
            .count();
    return correct / (double) labels.length;
  }
}

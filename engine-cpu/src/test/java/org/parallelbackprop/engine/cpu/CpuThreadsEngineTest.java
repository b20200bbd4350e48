package org.parallelbackprop.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.conformance.ConformanceCase;
import org.parallelbackprop.engine.conformance.EngineConformance;

final class CpuThreadsEngineTest extends EngineConformance {

  static List<ConformanceCase> cases() {
    return ConformanceCase.all();
  }

  @Override
  protected Engine engine() {
    return new CpuThreadsEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    return IntStream.of(1, 2, 3, 5, 8, 16, 33).mapToObj(EngineOptions::threads).toList();
  }

  /** The suite holds one number of threads against another; this holds them against cpu-serial. */
  @ParameterizedTest
  @MethodSource("cases")
  void sameBitsAsCpuSerialAtAnyNumberOfThreads(ConformanceCase work) {
    String serial = trained(new CpuSerialEngine(), EngineOptions.NONE, work);
    assertThat(options())
        .allSatisfy(options ->
            assertThat(trained(engine(), options, work))
                .as("SHA-256 of the parameters with %s", options)
                .isEqualTo(serial));
  }

  private static String trained(Engine engine, EngineOptions options, ConformanceCase work) {
    try (TrainingSession session = engine.open(work.spec(), options, work.initial(0))) {
      session.load(work.examples());
      for (int epoch = 1; epoch <= 3; epoch++) {
        session.trainEpoch(work.order(epoch));
      }
      return session.parameters().sha256();
    }
  }
}

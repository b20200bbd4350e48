package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.conformance.ConformanceCase;
import org.parallelbackprop.engine.conformance.EngineConformance;

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
    return all;
  }

  private static EngineOptions options(int threads, String bits, String zeros) {
    return new EngineOptions(
        Map.of("threads", "" + threads, "vector-bits", bits, "input-zeros", zeros));
  }

  @Test
  void anUnknownChoiceIsRefused() {
    ConformanceCase work = ConformanceCase.typical();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine().open(work.spec(), options(1, "1024", "skip"), work.initial(0)))
        .withMessageContaining("vector-bits");
  }

  @Test
  void refusesNothingOfTheSuite() {
    assertThat(ConformanceCase.all())
        .allSatisfy(
            work -> assertThat(engine().refusal(work.spec(), options().getFirst())).isEmpty());
  }
}

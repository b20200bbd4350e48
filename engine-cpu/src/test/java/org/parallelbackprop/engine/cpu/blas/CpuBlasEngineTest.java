package org.parallelbackprop.engine.cpu.blas;

import java.util.List;
import java.util.stream.IntStream;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.conformance.EngineConformance;

final class CpuBlasEngineTest extends EngineConformance {

  @Override
  protected Engine engine() {
    return new CpuBlasEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    return IntStream.of(1, 2, 5).mapToObj(EngineOptions::threads).toList();
  }
}

package org.parallelbackprop.engine.gpu;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.conformance.EngineConformance;

@ExtendWith(StandIns.class)
final class CublasConformanceTest extends EngineConformance {

  @Override
  protected Engine engine() {
    return new CublasEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    return List.of(EngineOptions.NONE);
  }
}

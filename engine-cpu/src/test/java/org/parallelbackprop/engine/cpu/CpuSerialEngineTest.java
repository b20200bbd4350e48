package org.parallelbackprop.engine.cpu;

import java.util.List;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.conformance.EngineConformance;

final class CpuSerialEngineTest extends EngineConformance {

  @Override
  protected Engine engine() {
    return new CpuSerialEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    return List.of(EngineOptions.NONE);
  }
}

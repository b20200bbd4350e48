package org.parallelbackprop.engine.tribuo;

import java.util.List;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.conformance.EngineConformance;

final class TribuoTensorFlowEngineTest extends EngineConformance {

  @Override
  protected Engine engine() {
    return new TribuoTensorFlowEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    return List.of(EngineOptions.threads(1), EngineOptions.threads(2));
  }
}

package org.parallelbackprop.engine.djl;

import java.util.List;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.conformance.LibraryConformance;

final class DjlPytorchEngineTest extends LibraryConformance {

  @Override
  protected Engine engine() {
    return new DjlPytorchEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    return List.of(EngineOptions.threads(1), EngineOptions.threads(2));
  }

  @Override
  protected boolean computesInTheCaller() {
    return true;
  }
}

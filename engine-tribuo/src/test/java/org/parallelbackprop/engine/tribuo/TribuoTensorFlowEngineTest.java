package org.parallelbackprop.engine.tribuo;

import java.util.List;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.conformance.LibraryConformance;

final class TribuoTensorFlowEngineTest extends LibraryConformance {

  @Override
  protected Engine engine() {
    return new TribuoTensorFlowEngine();
  }

  /**
   * One number of threads: TensorFlow's pool belongs to the process, its first session sizes it.
   */
  @Override
  protected List<EngineOptions> options() {
    return List.of(EngineOptions.threads(2));
  }

  @Override
  protected boolean computesInTheCaller() {
    return false;
  }
}

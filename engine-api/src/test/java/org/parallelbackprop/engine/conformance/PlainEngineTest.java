package org.parallelbackprop.engine.conformance;

import java.util.List;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;

/** An engine without a fault passes the suite. */
final class PlainEngineTest extends EngineConformance {

  @Override
  protected Engine engine() {
    return new PlainEngine();
  }

  @Override
  protected List<EngineOptions> options() {
    return List.of(EngineOptions.NONE);
  }
}

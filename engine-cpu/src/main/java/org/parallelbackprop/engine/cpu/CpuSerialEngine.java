package org.parallelbackprop.engine.cpu;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** The specification in scalar Java, computed by the calling thread alone. */
public final class CpuSerialEngine implements Engine {

  @Override
  public String id() {
    return "cpu-serial";
  }

  @Override
  public Availability probe() {
    return new Availability.Available();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return Optional.empty();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    return new ScalarSession(id(), spec, 1, initial);
  }
}

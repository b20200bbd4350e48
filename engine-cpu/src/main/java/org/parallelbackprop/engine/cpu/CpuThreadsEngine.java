package org.parallelbackprop.engine.cpu;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * The arithmetic of {@link CpuSerialEngine} on a fixed team of platform threads (pthreads on
 * Linux): the same bits at any number of them.
 */
public final class CpuThreadsEngine implements Engine {

  @Override
  public String id() {
    return "cpu-threads";
  }

  @Override
  public Availability probe() {
    return new Availability.Available();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    try {
      options.threads();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    return new ScalarSession(id(), spec, options.threads(), initial);
  }
}

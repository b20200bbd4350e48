package org.parallelbackprop.engine.djl;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** PyTorch's kernels and its differentiation, driven by the Deep Java Library. */
public final class DjlPytorchEngine implements Engine {

  @Override
  public String id() {
    return "djl-pytorch";
  }

  @Override
  public Availability probe() {
    return PytorchNatives.probe();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    return options.threadsRefusal();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    initial.requireOf(spec.network());
    return new PytorchSession(spec, options.threads(), initial);
  }
}

package org.parallelbackprop.engine.tribuo;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** Tribuo's TensorFlow trainer on Tribuo's data set. */
public final class TribuoTensorFlowEngine implements Engine {

  @Override
  public String id() {
    return "tribuo-tensorflow";
  }

  @Override
  public Availability probe() {
    return TensorFlowNatives.probe();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    if (spec.momentum() > 0) {
      return Optional.of(
          "momentum is not supported: Tribuo's trainer is called once per epoch and starts every"
              + " call without velocity");
    }
    return options.threadsRefusal();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    initial.requireOf(spec.network());
    refusal(spec, options)
        .ifPresent(objection -> {
          throw new IllegalArgumentException(objection);
        });
    return new TribuoSession(spec, options.threads(), initial);
  }
}

package org.parallelbackprop.engine.tribuo;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Tribuo's logistic regression: the accuracy that is to be had without a hidden layer.
 *
 * <p>Of a spec it takes inputs, outputs, batch size and learning rate, and visits the examples in
 * the order that it is given. Hidden layers, their activation, the loss and the initial parameters
 * are not used. It declares that as different work.
 */
public final class TribuoLinearEngine implements Engine {

  @Override
  public String id() {
    return "tribuo-linear";
  }

  @Override
  public Availability probe() {
    return new Availability.Available();
  }

  @Override
  public Optional<String> refusal(TrainingSpec spec, EngineOptions options) {
    if (spec.momentum() > 0) {
      return Optional.of(
          "momentum is not supported: Tribuo's trainer is called once per epoch and starts every"
              + " call without velocity");
    }
    return spec.l2() > 0
        ? Optional.of("l2 is not supported: Tribuo's linear trainer has no penalty")
        : Optional.empty();
  }

  @Override
  public TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial) {
    initial.requireOf(spec.network());
    refusal(spec, options)
        .ifPresent(objection -> {
          throw new IllegalArgumentException(objection);
        });
    return new LinearSession(spec);
  }
}

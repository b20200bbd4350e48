package org.parallelbackprop.engine.tribuo;

import java.util.Optional;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;

/** What both engines ask of what they are handed. */
final class Inputs {

  private Inputs() {}

  static Optional<String> refusal(EngineOptions options) {
    try {
      options.threads();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  static void check(TrainingSpec spec, Parameters initial) {
    if (!initial.network().equals(spec.network())) {
      throw new IllegalArgumentException(
          "parameters are of " + initial.network() + ", not of " + spec.network());
    }
  }

  static void check(NetworkShape network, Examples training) {
    checkFeatures(network, training);
    if (training.classes() != network.outputs()) {
      throw new IllegalArgumentException(
          "examples of " + training.classes() + " classes do not match " + network);
    }
  }

  static void checkFeatures(NetworkShape network, Examples examples) {
    if (examples.featureCount() != network.inputs()) {
      throw new IllegalArgumentException(
          "examples of " + examples.featureCount() + " features do not match " + network);
    }
  }
}

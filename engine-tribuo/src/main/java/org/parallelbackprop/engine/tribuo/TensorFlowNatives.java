package org.parallelbackprop.engine.tribuo;

import org.parallelbackprop.engine.Availability;
import org.tensorflow.TensorFlow;

/** TensorFlow's native library, which is not part of the build. */
final class TensorFlowNatives {

  private TensorFlowNatives() {}

  /** Whether it can be loaded; loads it. */
  static Availability probe() {
    try {
      TensorFlow.version();
      return new Availability.Available();
    } catch (LinkageError e) {
      return new Availability.Unavailable(
          "TensorFlow's native library is not on the class path or does not load here (" + e + ")",
          "Run `mvn --projects engine-tribuo --activate-profiles on-demand -DskipTests"
              + " process-resources` in the checkout, with a network; it fetches about 150 MB.");
    }
  }
}

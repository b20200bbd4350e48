package org.parallelbackprop.engine.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.List;
import org.parallelbackprop.engine.Availability;

/** PyTorch's native library and DJL's bridge to it, which are not part of the build. */
final class PytorchNatives {

  /** DJL's name of the engine. */
  static final String ENGINE = "PyTorch";

  /** A file of each of the two jars. */
  private static final List<String> RESOURCES =
      List.of("native/lib/pytorch.properties", "jnilib/pytorch.properties");

  private PytorchNatives() {}

  /**
   * Whether they can be loaded; loads them. DJL would look for a copy that it unpacked earlier, or
   * download one, where the class path has none; here only the class path counts.
   */
  static Availability probe() {
    for (String resource : RESOURCES) {
      if (PytorchNatives.class.getClassLoader().getResource(resource) == null) {
        return unavailable("PyTorch's native library is not on the class path");
      }
    }
    try {
      Engine.getEngine(ENGINE);
      return new Availability.Available();
    } catch (EngineException | LinkageError e) {
      return unavailable("PyTorch's native library does not load here (" + e + ")");
    }
  }

  private static Availability unavailable(String reason) {
    return new Availability.Unavailable(
        reason,
        "Run `mvn --projects engine-djl --activate-profiles on-demand -DskipTests"
            + " process-resources` in the checkout, with a network; it fetches about 120 MB.");
  }
}

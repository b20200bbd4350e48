package org.parallelbackprop.engine.conformance;

import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** For those who must know that an engine computes the right thing before they time it. */
public final class FirstStep {

  private FirstStep() {}

  /**
   * Trains one mini-batch and compares loss, parameters and outputs with the reference.
   *
   * @param session opened with the same spec and parameters, and loaded with the same examples
   * @param batch indices of examples, at most a batch
   * @throws AssertionError if anything is outside its bound
   */
  public static void check(
      TrainingSpec spec,
      Parameters initial,
      Examples examples,
      int[] batch,
      TrainingSession session) {
    Examples one = examples.first(1);
    EngineResult result = EngineResult.of(session, batch, one);
    result.assertAgrees(
        ReferenceResult.of(
            new ReferenceNetwork(spec, Arithmetic.FLOAT32, initial), examples, batch, one));
  }
}

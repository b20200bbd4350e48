package org.parallelbackprop.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parallelbackprop.engine.conformance.BoundedAssert.assertWithin;

import java.util.OptionalDouble;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.TrainingSession;

/** Loss of one pass of an engine, parameters and outputs after it. */
final class EngineResult {

  private final OptionalDouble loss;
  private final float[] parameters;
  private final float[] outputs;

  private EngineResult(OptionalDouble loss, float[] parameters, float[] outputs) {
    this.loss = loss;
    this.parameters = parameters;
    this.outputs = outputs;
  }

  /** Trains one pass, then looks. */
  static EngineResult of(TrainingSession session, int[] order, Examples others) {
    OptionalDouble loss = session.trainEpoch(order);
    return new EngineResult(loss, session.parameters().values(), session.outputs(others));
  }

  float[] parameters() {
    return parameters;
  }

  void assertSameBits(EngineResult expected) {
    assertThat(parameters).as("parameters").isEqualTo(expected.parameters);
    assertThat(outputs).as("outputs").isEqualTo(expected.outputs);
    assertThat(loss).as("loss").isEqualTo(expected.loss);
  }

  void assertAgrees(ReferenceResult expected) {
    loss.ifPresent(value -> assertWithin(value, expected.loss, "loss"));
    assertWithin(parameters, expected.parameters, "parameters");
    assertWithin(outputs, expected.outputs, "outputs");
  }
}

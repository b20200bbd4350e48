package org.parallelbackprop.engine.conformance;

import org.parallelbackprop.engine.Examples;

/** Loss of one pass of the reference, parameters and outputs after it. */
final class ReferenceResult {

  final Bounded loss;
  final Bounded[] parameters;
  final Bounded[] outputs;

  private ReferenceResult(Bounded loss, Bounded[] parameters, Bounded[] outputs) {
    this.loss = loss;
    this.parameters = parameters;
    this.outputs = outputs;
  }

  /** Trains one pass, then looks. */
  static ReferenceResult of(
      ReferenceNetwork network, Examples training, int[] order, Examples others) {
    Bounded loss = network.trainEpoch(training, order);
    return new ReferenceResult(loss, network.parameters(), network.outputs(others));
  }
}

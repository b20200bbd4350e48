package org.parallelbackprop.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.ConformanceCase;

final class PytorchNetworkTest {

  private static final ConformanceCase WORK =
      new ConformanceCase(
          new TrainingSpec(
              NetworkShape.parse("12-9-5"),
              Activation.TANH,
              Loss.CROSS_ENTROPY,
              8,
              0.1f,
              0.5f,
              0.01f),
          21);

  /** Native memory that Java's collector does not see is freed with the step that took it. */
  @Test
  void everyStepFreesItsArrays() {
    if (PytorchNatives.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
      abort(reason + ". " + remedy);
    }
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PytorchNatives.ENGINE)) {
      Examples examples = WORK.examples();
      NDArray features =
          manager.create(examples.features(), new Shape(examples.count(), examples.featureCount()));
      NDArray targets;
      try (NDArray labels = manager.create(examples.labels())) {
        targets = labels.oneHot(examples.classes());
      }
      int data = manager.getManagedArrays().size();
      try (PytorchNetwork network = new PytorchNetwork(manager, WORK.spec(), WORK.initial(0))) {
        int before = manager.getManagedArrays().size();
        for (int epoch = 1; epoch <= 3; epoch++) {
          network.trainEpoch(features, targets, WORK.order(epoch));
          network.outputs(examples);
          network.parameters();
        }
        assertThat(manager.getManagedArrays()).as("arrays after three epochs").hasSize(before);
      }
      assertThat(manager.getManagedArrays()).as("arrays after the network").hasSize(data);
    }
  }
}

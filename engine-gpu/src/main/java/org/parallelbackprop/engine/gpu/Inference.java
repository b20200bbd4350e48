package org.parallelbackprop.engine.gpu;

import jcuda.driver.CUdeviceptr;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/** The network's outputs for examples that come from the host. */
final class Inference {

  /** Examples that are on the device at once. */
  private static final int MOST_ROWS = 4096;

  private final TrainingSpec spec;
  private final DeviceParameters parameters;
  private final Kernels kernels;
  private final Lane lane;

  Inference(TrainingSpec spec, DeviceParameters parameters, Kernels kernels, Lane lane) {
    this.spec = spec;
    this.parameters = parameters;
    this.kernels = kernels;
    this.lane = lane;
  }

  /** Outputs [examples.count(), n_L]. */
  float[] outputs(Examples examples) {
    NetworkShape network = spec.network();
    int count = examples.count();
    float[] outputs = new float[Math.multiplyExact(count, network.outputs())];
    int mostRows = Math.min(count, MOST_ROWS);
    try (Owned owned = new Owned()) {
      DeviceBuffer[] layers = new DeviceBuffer[network.layers() + 1];
      for (int l = 0; l < layers.length && count > 0; l++) {
        layers[l] = owned.own(DeviceBuffer.ofWords((long) mostRows * network.width(l), "outputs"));
      }
      for (int from = 0; from < count; from += mostRows) {
        int rows = Math.min(mostRows, count - from);
        layers[0].upload(examples.features(), from * network.inputs(), rows * network.inputs(), 0);
        enqueue(layers, rows);
        lane.stream().synchronize("compute outputs");
        layers[network.layers()].download(
            0, outputs, from * network.outputs(), rows * network.outputs());
      }
    }
    return outputs;
  }

  private void enqueue(DeviceBuffer[] layers, int rows) {
    NetworkShape network = spec.network();
    int top = network.layers();
    for (int l = 1; l < top; l++) {
      lane.products()
          .activated(
              layers[l].pointer(),
              layers[l - 1].pointer(),
              parameters.weights(l),
              parameters.biases(l),
              rows,
              network.width(l - 1),
              network.width(l),
              spec.activation());
    }
    CUdeviceptr outputs = layers[top].pointer();
    lane.products()
        .linear(
            outputs,
            layers[top - 1].pointer(),
            parameters.weights(top),
            rows,
            network.width(top - 1),
            network.outputs());
    kernels.outputLayer(
        lane.stream(),
        outputs,
        parameters.biases(top),
        DeviceBuffer.NULL,
        DeviceBuffer.NULL,
        DeviceBuffer.NULL,
        rows,
        network.outputs(),
        spec.loss());
  }
}

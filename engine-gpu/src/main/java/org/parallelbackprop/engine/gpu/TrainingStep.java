package org.parallelbackprop.engine.gpu;

import jcuda.driver.CUdeviceptr;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * One mini-batch: forward, backward, update.
 *
 * <p>Two lanes: the main one carries what the next layer waits for, the side one the updates that
 * nobody waits for until the next mini-batch. Weights W_l of l &gt; 1 move on the side lane, after
 * the main lane has read them for the last time; those of the first layer move on the main lane,
 * which has nothing else left to do.
 *
 * <p>Gradients are kept without the factor 1/M, which the updates apply.
 */
final class TrainingStep implements Owned.Resource {

  private final TrainingSpec spec;
  private final NetworkShape network;
  private final DeviceParameters parameters;
  private final Kernels kernels;
  private final Lane main;
  private final Lane side;
  private final Owned owned = new Owned();

  /** a_l [rows, n_l] and M ∂L/∂z_l [rows, n_l], from l = 1. */
  private final CUdeviceptr[] activations;

  private final CUdeviceptr[] deltas;

  /**
   * Allocates what lies between the layers.
   *
   * @param rows examples in the largest mini-batch
   */
  TrainingStep(
      TrainingSpec spec,
      DeviceParameters parameters,
      Kernels kernels,
      Lane main,
      Lane side,
      int rows) {
    this.spec = spec;
    this.network = spec.network();
    this.parameters = parameters;
    this.kernels = kernels;
    this.main = main;
    this.side = side;
    activations = new CUdeviceptr[network.layers() + 1];
    deltas = new CUdeviceptr[network.layers() + 1];
    try {
      for (int l = 1; l <= network.layers(); l++) {
        long words = (long) rows * network.width(l);
        activations[l] = owned.own(DeviceBuffer.ofWords(words, "activations")).pointer();
        deltas[l] = owned.own(DeviceBuffer.ofWords(words, "gradients")).pointer();
      }
    } catch (Throwable e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  /**
   * Enqueues the step.
   *
   * @param x features of the mini-batch [rows, n_0]
   * @param labels [rows]
   * @param losses [rows], written
   */
  void enqueue(CUdeviceptr x, CUdeviceptr labels, CUdeviceptr losses, int rows) {
    float rate = spec.learningRate();
    Kernels.Update update = new Kernels.Update(1f / rows, rate, spec.momentum(), spec.l2());
    activations[0] = x;
    for (int l = 1; l < network.layers(); l++) {
      if (!isUnderHead(l)) {
        main.products()
            .activated(
                activations[l],
                activations[l - 1],
                parameters.weights(l),
                parameters.biases(l),
                rows,
                network.width(l - 1),
                network.width(l),
                spec.activation());
      }
    }
    int top = hasHead() ? head(labels, losses, rows, update) : output(labels, losses, rows);
    for (int l = top; l >= 1; l--) {
      backward(l, rows, update);
    }
    main.waitFor(side);
  }

  private boolean hasHead() {
    return network.layers() > 1 && network.outputs() <= Kernels.HEAD_CLASSES;
  }

  private boolean isUnderHead(int layer) {
    return hasHead() && layer == network.layers() - 1;
  }

  /** A small output layer together with the activations below it; returns the layer below. */
  private int head(CUdeviceptr labels, CUdeviceptr losses, int rows, Kernels.Update update) {
    int top = network.layers();
    int hidden = top - 1;
    linear(hidden, rows);
    kernels.head(
        main.stream(),
        activations[hidden],
        deltas[hidden],
        deltas[top],
        losses,
        parameters.biases(hidden),
        parameters.weights(top),
        parameters.biases(top),
        labels,
        rows,
        network.width(hidden),
        network.outputs(),
        spec.activation(),
        spec.loss());
    side.waitFor(main);
    kernels.headUpdate(
        side.stream(),
        parameters.weights(top),
        parameters.biases(hidden),
        parameters.biases(top),
        parameters.weightVelocity(top),
        parameters.biasVelocity(hidden),
        parameters.biasVelocity(top),
        activations[hidden],
        deltas[hidden],
        deltas[top],
        rows,
        network.width(hidden),
        network.outputs(),
        update);
    return hidden;
  }

  /** An output layer of any width; returns it. */
  private int output(CUdeviceptr labels, CUdeviceptr losses, int rows) {
    int top = network.layers();
    linear(top, rows);
    kernels.outputLayer(
        main.stream(),
        activations[top],
        parameters.biases(top),
        labels,
        deltas[top],
        losses,
        rows,
        network.outputs(),
        spec.loss());
    return top;
  }

  private void linear(int layer, int rows) {
    main.products()
        .linear(
            activations[layer],
            activations[layer - 1],
            parameters.weights(layer),
            rows,
            network.width(layer - 1),
            network.width(layer));
  }

  /** From the gradient at the layer's output to that at its input, and the layer's update. */
  private void backward(int layer, int rows, Kernels.Update update) {
    if (layer > 1) {
      main.products()
          .inputGradient(
              deltas[layer - 1],
              deltas[layer],
              parameters.weights(layer),
              activations[layer - 1],
              rows,
              network.width(layer - 1),
              network.width(layer),
              spec.activation());
    }
    side.waitFor(main);
    if (!isUnderHead(layer)) {
      kernels.biasUpdate(
          side.stream(),
          parameters.biases(layer),
          parameters.biasVelocity(layer),
          deltas[layer],
          rows,
          network.width(layer),
          update);
    }
    updateWeights(layer > 1 ? side : main, layer, rows, update);
  }

  private void updateWeights(Lane lane, int layer, int rows, Kernels.Update update) {
    boolean momentum = spec.momentum() > 0;
    // Without momentum the update is part of the product; with it, the velocity's is.
    CUdeviceptr target = momentum ? parameters.weightVelocity(layer) : parameters.weights(layer);
    float alpha = momentum ? update.scale() : -update.rate() / rows;
    float beta = momentum ? update.momentum() : (float) (1 - (double) update.rate() * update.l2());
    lane.products()
        .weightGradient(
            target,
            deltas[layer],
            activations[layer - 1],
            rows,
            network.width(layer - 1),
            network.width(layer),
            alpha,
            beta);
    if (momentum) {
      kernels.momentumStep(
          lane.stream(), parameters.weights(layer), target, network.weightCount(layer), update);
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}

package org.parallelbackprop.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * A network as arrays of PyTorch, and the steps that train it.
 *
 * <p>A step is written as a loop over arrays, not with DJL's {@code Trainer}: that copies every
 * gradient, and keeps it to add the next one to after setting it to zero. Here parameters of a step
 * are leaves of a new graph, so that PyTorch hands over each gradient as it was computed, as it
 * does for users of Python since {@code zero_grad} forgets gradients instead of setting them to
 * zero. Every array of a step belongs to a manager that is closed with it.
 */
final class PytorchNetwork implements AutoCloseable {

  /** Examples whose outputs are computed at once. */
  private static final int OUTPUT_ROWS = 1024;

  private final NDManager manager;
  private final TrainingSpec spec;

  /** W_1 [n_1, n_0], b_1 [n_1], W_2, b_2, …: {@link Parameters}' own layout. */
  private final List<NDArray> parameters = new ArrayList<>();

  /** One for each of them, empty without momentum. */
  private final List<NDArray> velocities = new ArrayList<>();

  /**
   * A network that starts from the given parameters.
   *
   * @param manager owner of what stays from step to step
   */
  PytorchNetwork(NDManager manager, TrainingSpec spec, Parameters initial) {
    this.manager = manager;
    this.spec = spec;
    NetworkShape network = spec.network();
    for (int l = 1; l <= network.layers(); l++) {
      add(initial.weights(l), new Shape(network.width(l), network.width(l - 1)));
      add(initial.biases(l), new Shape(network.width(l)));
    }
  }

  private void add(float[] values, Shape shape) {
    NDArray parameter = manager.create(values, shape);
    parameter.setRequiresGradient(true);
    parameters.add(parameter);
    if (spec.momentum() > 0) {
      velocities.add(manager.zeros(shape));
    }
  }

  /**
   * Trains one pass.
   *
   * @param features [N, n_0]
   * @param targets one-hot, [N, n_L]
   * @param order rows of both
   * @return mean loss
   */
  double trainEpoch(NDArray features, NDArray targets, int[] order) {
    double total = 0;
    int size;
    for (int from = 0; from < order.length; from += size) {
      size = Math.min(spec.batchSize(), order.length - from);
      total += size * step(features, targets, order, from, size);
    }
    return total / order.length;
  }

  private double step(NDArray features, NDArray targets, int[] order, int from, int size) {
    try (NDManager step = manager.newSubManager()) {
      long[] indices = new long[size];
      for (int i = 0; i < size; i++) {
        indices[i] = order[from + i];
      }
      NDArray rows = step.create(indices);
      NDArray x = rows(features, rows);
      NDArray y = rows(targets, rows);
      double value;
      try (GradientCollector gradients = manager.getEngine().newGradientCollector()) {
        NDArray loss = loss(logits(x), y, size);
        gradients.backward(loss);
        value = loss.getFloat();
      }
      for (int i = 0; i < parameters.size(); i++) {
        update(i, step);
      }
      return value;
    }
  }

  /** Rows of a matrix, by PyTorch's operation for tables of embeddings, which copies whole rows. */
  private static NDArray rows(NDArray matrix, NDArray indices) {
    return Embedding.embedding(indices, matrix, SparseFormat.DENSE).singletonOrThrow();
  }

  /**
   * What the output layer computes before its activation.
   *
   * @param x [M, n_0]
   * @return [M, n_L], of the manager of {@code x}
   */
  private NDArray logits(NDArray x) {
    NDArray a = x;
    for (int i = 0; i < parameters.size(); i += 2) {
      if (i > 0) {
        a = activation().apply(a);
      }
      a = Linear.linear(a, parameters.get(i), parameters.get(i + 1)).singletonOrThrow();
    }
    return a;
  }

  private Function<NDArray, NDArray> activation() {
    return switch (spec.activation()) {
      case SIGMOID -> Activation::sigmoid;
      case TANH -> Activation::tanh;
      case RELU -> Activation::relu;
    };
  }

  /** The loss without L2 term. */
  private NDArray loss(NDArray logits, NDArray targets, int size) {
    NDArray total =
        switch (spec.loss()) {
          case MSE -> targets.sub(Activation.sigmoid(logits)).square().sum();
          case CROSS_ENTROPY -> targets.mul(logits.logSoftmax(1)).sum().neg();
        };
    return total.div(size);
  }

  /** {@link TrainingSpec}'s update of one parameter, whose array is replaced by a new one. */
  private void update(int i, NDManager step) {
    NDArray parameter = parameters.get(i);
    NDArray g = parameter.getGradient();
    g.attach(step);
    boolean isWeight = i % 2 == 0;
    if (isWeight && spec.l2() > 0) {
      NDArray penalty = parameter.mul(spec.l2());
      penalty.attach(step);
      g.addi(penalty);
    }
    NDArray change;
    if (velocities.isEmpty()) {
      change = g.muli(spec.learningRate());
    } else {
      change = velocities.get(i).muli(spec.momentum()).addi(g).mul(spec.learningRate());
      change.attach(step);
    }
    NDArray updated = parameter.sub(change);
    updated.attach(step);
    // Grad mode is the thread's: whatever it is here, the new parameter must not know the old one.
    NDArray leaf = updated.stopGradient();
    leaf.attach(manager);
    leaf.setRequiresGradient(true);
    parameters.set(i, leaf);
    parameter.close();
  }

  /** The parameters as they are now. */
  Parameters parameters() {
    NetworkShape network = spec.network();
    float[] values = new float[network.parameterCount()];
    FloatBuffer into = FloatBuffer.wrap(values);
    parameters.forEach(parameter -> into.put(parameter.toFloatArray()));
    return new Parameters(network, values);
  }

  /** a_L for other examples, [N, n_L]. */
  float[] outputs(Examples examples) {
    int inputs = spec.network().inputs();
    int width = spec.network().outputs();
    float[] all = new float[Math.multiplyExact(examples.count(), width)];
    for (int from = 0; from < examples.count(); from += OUTPUT_ROWS) {
      int size = Math.min(OUTPUT_ROWS, examples.count() - from);
      try (NDManager step = manager.newSubManager()) {
        FloatBuffer rows = FloatBuffer.wrap(examples.features(), from * inputs, size * inputs);
        NDArray logits = logits(step.create(rows, new Shape(size, inputs)));
        NDArray outputs =
            switch (spec.loss()) {
              case MSE -> Activation.sigmoid(logits);
              case CROSS_ENTROPY -> logits.softmax(1);
            };
        float[] values = outputs.toFloatArray();
        System.arraycopy(values, 0, all, from * width, values.length);
      }
    }
    return all;
  }

  @Override
  public void close() {
    parameters.forEach(NDArray::close);
    velocities.forEach(NDArray::close);
  }
}

package org.parallelbackprop.engine.conformance;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** One example at a time, with at most one fault. */
final class PlainSession implements TrainingSession {

  private final Fault fault;
  private final TrainingSpec spec;
  private final NetworkShape network;
  private final float[] theta;
  private final float[] velocity;
  private final int number;
  private float[] staleOutputs = new float[0];
  private @Nullable Examples training;
  private boolean closed;

  PlainSession(Fault fault, TrainingSpec spec, float[] theta, int number) {
    this.fault = fault;
    this.spec = spec;
    this.network = spec.network();
    this.theta = theta;
    this.velocity = new float[theta.length];
    this.number = number;
    if (fault == Fault.LEAVES_THREADS_BEHIND) {
      Thread thread = new Thread(PlainSession::sleep);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void sleep() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void load(Examples examples) {
    checkOpen();
    checkShape(examples, true);
    training = examples;
  }

  @Override
  public void warmUp() {
    checkOpen();
    if (fault == Fault.WARM_UP_TRAINS) {
      trainEpoch(new int[] {0});
    }
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    checkOpen();
    Examples examples = training;
    if (examples == null) {
      throw new IllegalStateException("no examples loaded");
    }
    if (fault == Fault.MOMENTUM_FORGOTTEN_BETWEEN_EPOCHS) {
      Arrays.fill(velocity, 0);
    }
    int[] visited = order.clone();
    if (fault == Fault.ORDER_IGNORED) {
      Arrays.sort(visited);
    }
    double loss = 0;
    int batches = 0;
    for (int from = 0; from < visited.length; from += spec.batchSize()) {
      int to = Math.min(from + spec.batchSize(), visited.length);
      if (fault == Fault.LAST_BATCH_DROPPED && from > 0 && to - from < spec.batchSize()) {
        break;
      }
      double sum = step(examples, visited, from, to);
      loss += fault == Fault.LOSS_AVERAGED_OVER_BATCHES ? sum / (to - from) : sum;
      batches++;
    }
    return OptionalDouble.of(
        loss / (fault == Fault.LOSS_AVERAGED_OVER_BATCHES ? batches : visited.length));
  }

  private double step(Examples examples, int[] order, int from, int to) {
    int size =
        fault == Fault.RAGGED_BATCH_DIVIDED_BY_FULL_SIZE && order.length > spec.batchSize()
            ? spec.batchSize()
            : to - from;
    float[] gradient = new float[theta.length];
    double loss = 0;
    for (int k = from; k < to; k++) {
      float[][] a = forward(examples, order[k]);
      int label = examples.labels()[order[k]];
      loss += loss(a[network.layers()], label);
      backward(a, label, size, gradient);
    }
    if (fault == Fault.MOMENTUM_FORGOTTEN) {
      Arrays.fill(velocity, 0);
    }
    for (int l = 1; l <= network.layers(); l++) {
      update(gradient, network.weightOffset(l), network.weightCount(l), true, l);
      update(gradient, network.biasOffset(l), network.width(l), false, l);
    }
    if (fault == Fault.LAST_BIT_DIFFERS_FROM_RUN_TO_RUN && number % 2 == 1) {
      theta[0] = Math.nextUp(theta[0]);
    }
    if (fault == Fault.LOSS_OF_THE_NEXT_STEP) {
      loss = 0;
      for (int k = from; k < to; k++) {
        loss += loss(forward(examples, order[k])[network.layers()], examples.labels()[order[k]]);
      }
    }
    return loss;
  }

  private void update(float[] gradient, int offset, int count, boolean weights, int layer) {
    boolean frozen =
        (fault == Fault.BIASES_NOT_UPDATED && !weights)
            || (fault == Fault.FIRST_LAYER_NOT_UPDATED && layer == 1);
    boolean penalised = fault != Fault.L2_LEFT_OUT && (weights || fault == Fault.L2_ON_BIASES);
    for (int i = offset; i < offset + count && !frozen; i++) {
      float g = gradient[i] + (penalised ? spec.l2() * theta[i] : 0);
      if (fault == Fault.MOMENTUM_DAMPED) {
        g *= 1 - spec.momentum();
      }
      velocity[i] = spec.momentum() * velocity[i] + g;
      theta[i] -= spec.learningRate() * velocity[i];
      if (fault == Fault.PARAMETERS_ROUNDED_TO_HALF) {
        theta[i] = Float.float16ToFloat(Float.floatToFloat16(theta[i]));
      }
    }
  }

  private float[][] forward(Examples examples, int example) {
    float[][] a = new float[network.layers() + 1][];
    int inputs = examples.featureCount();
    a[0] = Arrays.copyOfRange(examples.features(), example * inputs, (example + 1) * inputs);
    for (int l = 1; l <= network.layers(); l++) {
      a[l] = new float[network.width(l)];
      for (int o = 0; o < a[l].length; o++) {
        float z = theta[network.biasOffset(l) + o];
        for (int i = 0; i < a[l - 1].length; i++) {
          z += theta[network.weightOffset(l) + o * a[l - 1].length + i] * a[l - 1][i];
        }
        a[l][o] = l < network.layers() || spec.loss() == Loss.MSE ? activate(l, z) : z;
      }
    }
    if (spec.loss() == Loss.CROSS_ENTROPY) {
      softmax(a[network.layers()]);
    }
    return a;
  }

  private Activation activation(int layer) {
    return layer < network.layers() ? spec.activation() : Activation.SIGMOID;
  }

  private float activate(int layer, float z) {
    return switch (activation(layer)) {
      case SIGMOID -> 1 / (1 + (float) Math.exp(-z));
      case TANH -> (float) Math.tanh(z);
      case RELU -> Math.max(z, 0);
    };
  }

  private float slope(int layer, float a) {
    if (fault == Fault.NO_HIDDEN_SLOPE && layer < network.layers()) {
      return 1;
    }
    return switch (activation(layer)) {
      case SIGMOID -> a * (1 - a);
      case TANH -> 1 - a * a;
      case RELU -> a > 0 ? 1 : 0;
    };
  }

  private static void softmax(float[] z) {
    float max = Float.NEGATIVE_INFINITY;
    for (float value : z) {
      max = Math.max(max, value);
    }
    float sum = 0;
    for (int o = 0; o < z.length; o++) {
      z[o] = (float) Math.exp(z[o] - max);
      sum += z[o];
    }
    for (int o = 0; o < z.length; o++) {
      z[o] /= sum;
    }
  }

  private double loss(float[] outputs, int label) {
    if (spec.loss() == Loss.CROSS_ENTROPY) {
      return -Math.log(outputs[label]);
    }
    double sum = 0;
    for (int o = 0; o < outputs.length; o++) {
      double difference = outputs[o] - (o == label ? 1 : 0);
      sum += difference * difference;
    }
    return sum;
  }

  private void backward(float[][] a, int label, int size, float[] gradient) {
    int layers = network.layers();
    float[] delta = new float[network.outputs()];
    for (int o = 0; o < delta.length; o++) {
      float difference = a[layers][o] - (o == label ? 1 : 0);
      delta[o] =
          spec.loss() == Loss.MSE && fault != Fault.OTHER_LOSS
              ? 2f / size * difference * slope(layers, a[layers][o])
              : difference / size;
      if (fault == Fault.HALF_THE_GRADIENT) {
        delta[o] /= 2;
      } else if (fault == Fault.MEAN_OVER_OUTPUTS) {
        delta[o] /= network.outputs();
      }
    }
    for (int l = layers; l >= 1; l--) {
      for (int o = 0; o < delta.length; o++) {
        for (int i = 0; i < a[l - 1].length; i++) {
          gradient[network.weightOffset(l) + o * a[l - 1].length + i] += delta[o] * a[l - 1][i];
        }
        gradient[network.biasOffset(l) + o] += delta[o];
      }
      if (l > 1) {
        delta = hiddenDelta(l, delta, a[l - 1], gradient);
      }
    }
  }

  private float[] hiddenDelta(int l, float[] delta, float[] a, float[] gradient) {
    float[] below = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      float sum = 0;
      for (int o = 0; o < delta.length; o++) {
        int weight = network.weightOffset(l) + o * a.length + i;
        float updated =
            fault == Fault.DELTA_FROM_UPDATED_WEIGHTS ? spec.learningRate() * gradient[weight] : 0;
        sum += (theta[weight] - updated) * delta[o];
      }
      below[i] = sum * slope(l - 1, a[i]);
    }
    return below;
  }

  @Override
  public float[] outputs(Examples examples) {
    checkOpen();
    checkShape(examples, false);
    int width = network.outputs();
    float[] outputs = new float[examples.count() * width];
    for (int e = 0; e < examples.count(); e++) {
      System.arraycopy(forward(examples, e)[network.layers()], 0, outputs, e * width, width);
    }
    if (fault == Fault.OUTPUTS_OF_STALE_ROWS) {
      int ragged = examples.count() % spec.batchSize() * width;
      int from = outputs.length - ragged;
      if (staleOutputs.length >= outputs.length) {
        System.arraycopy(staleOutputs, from, outputs, from, ragged);
      }
      staleOutputs = outputs.clone();
    }
    return outputs;
  }

  @Override
  public Parameters parameters() {
    checkOpen();
    return new Parameters(network, theta);
  }

  @Override
  public SortedMap<String, String> facts() {
    return new TreeMap<>();
  }

  @Override
  public void close() {
    closed = fault != Fault.WORKS_AFTER_CLOSE;
    if (fault != Fault.KEEPS_EXAMPLES_AFTER_CLOSE) {
      training = null;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
  }

  private void checkShape(Examples examples, boolean labelled) {
    boolean fits =
        examples.featureCount() == network.inputs()
            && (!labelled || examples.classes() == network.outputs());
    if (!fits && fault != Fault.SHAPES_NOT_CHECKED) {
      throw new IllegalArgumentException("the examples do not match " + network);
    }
  }
}

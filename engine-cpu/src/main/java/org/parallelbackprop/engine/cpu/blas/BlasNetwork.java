package org.parallelbackprop.engine.cpu.blas;

import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;
import org.parallelbackprop.engine.cpu.blas.OpenBlas.Matrix;
import org.parallelbackprop.engine.cpu.vector.VectorKernels;

/**
 * Backpropagation with the products done by OpenBLAS: values and deltas by rows of the mini-batch,
 * weights by tiles, each computed by one worker.
 */
final class BlasNetwork {

  private final TrainingSpec spec;
  private final WorkerTeam team;
  private final VectorKernels kernels;
  private final BlasLayer[] layers;
  private final int inputs;
  private final float[] features;
  private final double[] losses;

  BlasNetwork(TrainingSpec spec, OpenBlas blas, WorkerTeam team, Parameters initial, int capacity) {
    this.spec = spec;
    this.team = team;
    kernels = VectorKernels.ofBits(VectorKernels.preferredBits());
    inputs = spec.network().inputs();
    layers = new BlasLayer[spec.network().layers()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new BlasLayer(spec, blas, initial, l + 1, capacity);
    }
    features = new float[Math.multiplyExact(capacity, inputs)];
    losses = new double[capacity];
  }

  /** Loss of a row of the last batch. */
  double loss(int row) {
    return losses[row];
  }

  Parameters parameters() {
    float[] values = new float[spec.network().parameterCount()];
    for (int l = 0; l < layers.length; l++) {
      layers[l].copyTo(values, l + 1);
    }
    return new Parameters(spec.network(), values);
  }

  /** A worker's rows of a mini-batch, forward and backward; its tiles follow after all rows. */
  void train(int worker, Examples examples, int[] order, int start, int batch) {
    int from = team.begin(worker, batch);
    int to = team.begin(worker + 1, batch);
    forward(examples, order, start, from, to);
    for (int row = from; row < to; row++) {
      outputDeltas(row, examples.labels()[order[start + row]], batch);
    }
    for (int l = layers.length - 1; l > 0; l--) {
      BlasLayer previous = layers[l - 1];
      layers[l].backward(previous, from, to);
      kernels.timesDerivative(
          spec.activation(),
          previous.deltas,
          from * previous.stride,
          previous.values,
          from * previous.stride,
          (to - from) * previous.stride);
    }
    team.barrier(worker);
    for (int l = layers.length - 1; l >= 0; l--) {
      layers[l].descend(worker, team, entering(l), batch);
    }
  }

  /** A worker's rows of the outputs of some examples, which {@link #output} tells then. */
  void evaluate(int worker, Examples examples, int[] order, int start, int count) {
    int from = team.begin(worker, count);
    int to = team.begin(worker + 1, count);
    forward(examples, order, start, from, to);
  }

  /** a_L of one output in one row. */
  float output(int row, int output) {
    BlasLayer last = layers[layers.length - 1];
    return last.values[row * last.stride + output];
  }

  private Matrix entering(int l) {
    return l == 0
        ? Matrix.of(features, inputs)
        : Matrix.of(layers[l - 1].values, layers[l - 1].stride);
  }

  private void forward(Examples examples, int[] order, int start, int from, int to) {
    for (int row = from; row < to; row++) {
      System.arraycopy(
          examples.features(), order[start + row] * inputs, features, row * inputs, inputs);
    }
    for (int l = 0; l < layers.length; l++) {
      BlasLayer layer = layers[l];
      layer.forward(entering(l), from, to);
      int first = from * layer.stride;
      int count = (to - from) * layer.stride;
      if (l < layers.length - 1) {
        kernels.activate(spec.activation(), layer.values, first, count);
      } else if (spec.loss() == Loss.MSE) {
        kernels.sigmoid(layer.values, first, count);
      } else {
        for (int row = from; row < to; row++) {
          softmax(layer, row);
        }
      }
    }
  }

  /** z ← softmax z in one row. */
  private void softmax(BlasLayer last, int row) {
    int start = row * last.stride;
    float max = Float.NEGATIVE_INFINITY;
    for (int o = 0; o < last.outputs; o++) {
      max = Math.max(max, last.values[start + o]);
    }
    for (int o = 0; o < last.outputs; o++) {
      last.values[start + o] -= max;
    }
    kernels.exp(last.values, start, last.stride);
    double sum = 0;
    for (int o = 0; o < last.outputs; o++) {
      sum += last.values[start + o];
    }
    for (int o = 0; o < last.outputs; o++) {
      last.values[start + o] = (float) (last.values[start + o] / sum);
    }
  }

  private void outputDeltas(int row, int label, int batch) {
    BlasLayer last = layers[layers.length - 1];
    int start = row * last.stride;
    double sum = 0;
    for (int o = 0; o < last.outputs; o++) {
      float a = last.values[start + o];
      float error = o == label ? a - 1 : a;
      sum += (double) error * error;
      last.deltas[start + o] =
          spec.loss() == Loss.MSE ? error * (a * (1 - a)) * (2f / batch) : error * (1f / batch);
    }
    // A probability that has underflowed to 0 counts as the smallest float.
    float likelihood = Math.max(last.values[start + label], Float.MIN_VALUE);
    losses[row] = spec.loss() == Loss.MSE ? sum : -StrictMath.log(likelihood);
  }
}

package org.parallelbackprop.engine.cpu;

import java.util.List;
import java.util.stream.IntStream;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Backpropagation over a mini-batch, in two phases.
 *
 * <p>{@link #forward} and {@link #backward} compute activations and deltas of a range of examples,
 * {@link #descend} gradients and updates of a range of weights. Between the two, all examples must
 * be done; before the next batch, all weights must be.
 */
final class ScalarNetwork {

  private final TrainingSpec spec;
  private final NetworkShape shape;
  private final List<ScalarLayer> layers;

  ScalarNetwork(TrainingSpec spec, Parameters initial) {
    this.spec = spec;
    this.shape = spec.network();
    this.layers =
        IntStream.rangeClosed(1, shape.layers())
            .mapToObj(l -> new ScalarLayer(spec, initial.weights(l), initial.biases(l), l == 1))
            .toList();
  }

  /** Scratch for one worker. */
  RowSums newRowSums() {
    return new RowSums(shape.widths().stream().mapToInt(Integer::intValue).max().orElseThrow());
  }

  Parameters parameters() {
    float[] values = new float[shape.parameterCount()];
    for (int l = 1; l <= shape.layers(); l++) {
      layer(l).copyTo(values, shape.weightOffset(l), shape.biasOffset(l));
    }
    return new Parameters(shape, values);
  }

  private ScalarLayer layer(int l) {
    return layers.get(l - 1);
  }

  /**
   * Activations of examples {@code from} … {@code to − 1} of the batch, whose features stand in its
   * a_0.
   */
  void forward(ScalarBatch batch, int from, int to, RowSums sums) {
    for (int e = from; e < to; e += RowSums.ROWS) {
      int examples = Math.min(RowSums.ROWS, to - e);
      for (int l = 1; l <= shape.layers(); l++) {
        layer(l).forward(examples, e, batch.activations(l - 1), sums);
        for (int r = 0; r < examples; r++) {
          activate(l, sums.row(r));
          store(sums.row(r), batch.activations(l), e + r, layer(l).outputs());
        }
      }
    }
  }

  private void activate(int l, float[] z) {
    int n = layer(l).outputs();
    if (l < shape.layers()) {
      RowKernels.activate(spec.activation(), z, n);
      return;
    }
    switch (spec.loss()) {
      case MSE -> RowKernels.activate(Activation.SIGMOID, z, n);
      case CROSS_ENTROPY -> RowKernels.softmax(z, n);
    }
  }

  /**
   * δ of all layers for examples {@code from} … {@code to − 1} of a batch of {@code size}, after
   * {@link #forward}.
   *
   * @param labels of the batch's examples
   * @param size M of the mean
   */
  void backward(ScalarBatch batch, int[] labels, int size, int from, int to, RowSums sums) {
    for (int e = from; e < to; e += RowSums.ROWS) {
      int examples = Math.min(RowSums.ROWS, to - e);
      for (int r = e; r < e + examples; r++) {
        outputDelta(batch, r, labels[r], size);
      }
      for (int l = shape.layers(); l > 1; l--) {
        layer(l).backward(examples, e, batch.deltas(l), sums);
        int n = layer(l).inputs();
        for (int r = 0; r < examples; r++) {
          System.arraycopy(batch.activations(l - 1), (e + r) * n, sums.scratch(), 0, n);
          RowKernels.multiplyBySlope(spec.activation(), sums.row(r), sums.scratch(), n);
          store(sums.row(r), batch.deltas(l - 1), e + r, n);
        }
      }
    }
  }

  private static void store(float[] row, float[] matrix, int index, int n) {
    System.arraycopy(row, 0, matrix, index * n, n);
  }

  /** ∂L/∂z of the output layer, as {@link org.parallelbackprop.engine.Loss} gives it. */
  private void outputDelta(ScalarBatch batch, int example, int label, int size) {
    float[] a = batch.activations(shape.layers());
    float[] d = batch.deltas(shape.layers());
    int n = shape.outputs();
    for (int o = 0; o < n; o++) {
      int at = example * n + o;
      float difference = a[at] - (o == label ? 1 : 0);
      d[at] =
          switch (spec.loss()) {
            case MSE -> 2f / size * difference * (a[at] * (1 - a[at]));
            case CROSS_ENTROPY -> 1f / size * difference;
          };
    }
  }

  /**
   * Loss of one example after {@link #forward}, in double: ‖y − a‖² with the outputs ascending, or
   * −log a_label, which is infinite if a_label is too small for a float.
   */
  double loss(ScalarBatch batch, int example, int label) {
    float[] a = batch.activations(shape.layers());
    int first = example * shape.outputs();
    return switch (spec.loss()) {
      case MSE -> {
        double sum = 0;
        for (int o = 0; o < shape.outputs(); o++) {
          double difference = (double) a[first + o] - (o == label ? 1 : 0);
          sum += difference * difference;
        }
        yield sum;
      }
      case CROSS_ENTROPY -> -StrictMath.log(a[first + label]);
    };
  }

  /**
   * Gradient and update of one share of all parameters, after {@link #backward} of all examples:
   * share {@code worker} of {@code team} of each layer's inputs, and of its biases.
   *
   * @param size M, the examples in the batch
   */
  void descend(ScalarBatch batch, int size, WorkerTeam team, int worker, RowSums sums) {
    for (int l = 1; l <= shape.layers(); l++) {
      ScalarLayer layer = layer(l);
      float[] deltas = batch.deltas(l);
      layer.descendWeights(
          size,
          batch.activations(l - 1),
          deltas,
          team.begin(worker, layer.inputs()),
          team.begin(worker + 1, layer.inputs()),
          sums);
      layer.descendBiases(
          size,
          deltas,
          team.begin(worker, layer.outputs()),
          team.begin(worker + 1, layer.outputs()),
          sums);
    }
  }
}

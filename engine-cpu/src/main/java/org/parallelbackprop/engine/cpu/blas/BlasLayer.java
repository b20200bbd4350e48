package org.parallelbackprop.engine.cpu.blas;

import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;
import org.parallelbackprop.engine.cpu.blas.OpenBlas.Matrix;

/**
 * One layer: W [out, in] and b [out], row-major as the vocabulary has them, and the values a and
 * deltas δ of a mini-batch, [batch, out↑16], out↑16 being out rounded up to whole vectors.
 */
final class BlasLayer {

  private static final int VECTOR = 16;

  private final TrainingSpec spec;
  private final OpenBlas blas;
  final int inputs;
  final int outputs;
  final int stride;
  final float[] values;
  final float[] deltas;
  private final float[] weights;
  private final float[] biases;
  private final float @Nullable [] velocity;
  private final float[] biasVelocity;

  BlasLayer(TrainingSpec spec, OpenBlas blas, Parameters initial, int layer, int capacity) {
    this.spec = spec;
    this.blas = blas;
    inputs = spec.network().width(layer - 1);
    outputs = spec.network().width(layer);
    stride = stride(outputs);
    values = new float[Math.multiplyExact(capacity, stride)];
    deltas = new float[values.length];
    weights = initial.weights(layer);
    biases = initial.biases(layer);
    velocity = spec.momentum() > 0 ? new float[weights.length] : null;
    biasVelocity = new float[outputs];
  }

  /** Floats from one row of so many columns to the next. */
  static int stride(int columns) {
    return Math.ceilDiv(columns, VECTOR) * VECTOR;
  }

  /** z = b + a Wᵀ for rows {@code from … to − 1}, into {@link #values}. */
  void forward(Matrix a, int from, int to) {
    for (int row = from; row < to; row++) {
      System.arraycopy(biases, 0, values, row * stride, outputs);
    }
    blas.multiply(
        false,
        true,
        to - from,
        outputs,
        inputs,
        1,
        a.from(from, 0),
        Matrix.of(weights, inputs),
        1,
        Matrix.of(values, stride).from(from, 0));
  }

  /** δ W for rows {@code from … to − 1}: the gradient with respect to the layer's inputs. */
  void backward(BlasLayer previous, int from, int to) {
    blas.multiply(
        false,
        false,
        to - from,
        inputs,
        outputs,
        1,
        Matrix.of(deltas, stride).from(from, 0),
        Matrix.of(weights, inputs),
        0,
        Matrix.of(previous.deltas, previous.stride).from(from, 0));
  }

  /**
   * A worker's tile of the gradient δᵀ a, added to the weights, or to their velocity, by the
   * product itself. The tiles cut the weights along their longer side.
   *
   * @param a [batch, in]
   * @param batch M
   */
  void descend(int worker, WorkerTeam team, Matrix a, int batch) {
    boolean byOutput = outputs >= inputs;
    int firstOutput = byOutput ? team.begin(worker, outputs) : 0;
    int lastOutput = byOutput ? team.begin(worker + 1, outputs) : outputs;
    int firstInput = byOutput ? 0 : team.begin(worker, inputs);
    int lastInput = byOutput ? inputs : team.begin(worker + 1, inputs);
    float rate = spec.learningRate();
    blas.multiply(
        true,
        false,
        lastOutput - firstOutput,
        lastInput - firstInput,
        batch,
        velocity == null ? -rate : 1,
        Matrix.of(deltas, stride).from(0, firstOutput),
        a.from(0, firstInput),
        velocity == null ? 1 - rate * spec.l2() : spec.momentum(),
        Matrix.of(velocity == null ? weights : velocity, inputs).from(firstOutput, firstInput));
    if (velocity != null) {
      for (int o = firstOutput; o < lastOutput; o++) {
        for (int i = o * inputs + firstInput; i < o * inputs + lastInput; i++) {
          velocity[i] += spec.l2() * weights[i];
          weights[i] -= rate * velocity[i];
        }
      }
    }
    descendBiases(team.begin(worker, outputs), team.begin(worker + 1, outputs), batch);
  }

  private void descendBiases(int from, int to, int batch) {
    for (int o = from; o < to; o++) {
      float gradient = 0;
      for (int row = 0; row < batch; row++) {
        gradient += deltas[row * stride + o];
      }
      biasVelocity[o] = spec.momentum() * biasVelocity[o] + gradient;
      biases[o] -= spec.learningRate() * biasVelocity[o];
    }
  }

  /** Copies W and b to where they belong in the flat array of all parameters. */
  void copyTo(float[] parameters, int layer) {
    System.arraycopy(weights, 0, parameters, spec.network().weightOffset(layer), weights.length);
    System.arraycopy(biases, 0, parameters, spec.network().biasOffset(layer), outputs);
  }
}

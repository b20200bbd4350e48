package org.parallelbackprop.engine.conformance;

import java.util.Arrays;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * The work of an engine in float64, with a bound for what rounding may make of every value.
 *
 * <p>Everything is written as the formulas of {@link TrainingSpec}, {@link Loss} and {@link
 * Activation} are, one example and one unit at a time.
 *
 * <h2>The bound</h2>
 *
 * <p>It is a forward error analysis that is done along with the computation. At every operation the
 * errors of the operands are carried through ({@link Bounded}), and the engine's own rounding is
 * added:
 *
 * <ul>
 *   <li>sums of n products: {@link BoundedSum}, n = n_{l−1} + 1 for z, n_{l+1} for the deltas of a
 *       hidden layer, M for a gradient;
 *   <li>σ: see {@link BoundedFunctions}; libraries' sigmoid, tanh and exp are good to a few units
 *       in the last place, {@link BoundedFunctions#LIBRARY_ROUND_OFFS} u are allowed;
 *   <li>scaling, update, L2 and momentum: γ_k for the number k of operations in whatever way they
 *       are grouped, at most {@link #SCALING_OPERATIONS}.
 * </ul>
 *
 * <p>Parameters keep their error from step to step, so that the bound grows over an epoch as errors
 * of the engine can grow. Bounds are for the worst case, they hold for every order of additions;
 * the largest error of the suite's own scalar engine is 0.4 of its bound.
 */
public final class ReferenceNetwork {

  /** Most operations that any grouping of scale, learning rate, λ and μ with a term takes. */
  private static final int SCALING_OPERATIONS = 6;

  private final TrainingSpec spec;
  private final NetworkShape network;
  private final Arithmetic arithmetic;
  private final BoundedFunctions functions;
  private final Bounded[] parameters;
  private final Bounded[] velocity;

  /** Starts from parameters that the engine holds exactly. */
  public ReferenceNetwork(TrainingSpec spec, Arithmetic arithmetic, Parameters initial) {
    this(spec, arithmetic, widen(initial.values()));
  }

  /**
   * @param initial as {@link NetworkShape} lays them out
   */
  ReferenceNetwork(TrainingSpec spec, Arithmetic arithmetic, double[] initial) {
    this.spec = spec;
    this.network = spec.network();
    this.arithmetic = arithmetic;
    this.functions = new BoundedFunctions(arithmetic);
    this.parameters = Arrays.stream(initial).mapToObj(Bounded::exact).toArray(Bounded[]::new);
    this.velocity = new Bounded[initial.length];
    Arrays.fill(velocity, Bounded.exact(0));
  }

  static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /**
   * Trains one pass, has a session do the same, and holds loss, parameters and outputs of the
   * session against the bound.
   *
   * @param examples what the session has loaded
   * @param others examples to compute outputs for
   */
  public void assertTrainsAlike(
      TrainingSession session, Examples examples, int[] order, Examples others) {
    EngineResult.of(session, order, others)
        .assertAgrees(ReferenceResult.of(this, examples, order, others));
  }

  /** W_1, b_1, … as they are now. */
  Bounded[] parameters() {
    return parameters.clone();
  }

  /**
   * One pass over the examples in the given order.
   *
   * @return mean loss of the examples, each before its batch's update
   */
  Bounded trainEpoch(Examples examples, int[] order) {
    BoundedSum loss = new BoundedSum(arithmetic);
    for (int from = 0; from < order.length; from += spec.batchSize()) {
      int to = Math.min(from + spec.batchSize(), order.length);
      step(examples, Arrays.copyOfRange(order, from, to), loss);
    }
    return loss.result().times(1.0 / order.length).rounded(arithmetic.gamma(SCALING_OPERATIONS));
  }

  private void step(Examples examples, int[] batch, BoundedSum loss) {
    BoundedSum[] gradient = new BoundedSum[parameters.length];
    Arrays.setAll(gradient, i -> new BoundedSum(arithmetic));
    for (int example : batch) {
      Bounded[][] a = forward(examples, example);
      int label = examples.labels()[example];
      loss.add(loss(a[network.layers()], label));
      backward(a, label, batch.length, gradient);
    }
    for (int l = 1; l <= network.layers(); l++) {
      int weights = network.weightOffset(l);
      int biases = network.biasOffset(l);
      for (int i = weights; i < biases; i++) {
        update(i, gradient[i].result().plus(parameters[i].times(spec.l2())));
      }
      for (int i = biases; i < biases + network.width(l); i++) {
        update(i, gradient[i].result());
      }
    }
  }

  /** v ← μv + g; θ ← θ − αv. */
  private void update(int i, Bounded gradient) {
    double scaling = arithmetic.gamma(SCALING_OPERATIONS);
    // Weight decay may be done as (1 − αλ)θ, which rounds in proportion to θ instead of λθ.
    velocity[i] = velocity[i].times(spec.momentum()).plus(gradient).rounded(scaling);
    parameters[i] =
        parameters[i]
            .minus(velocity[i].times(spec.learningRate()).rounded(scaling))
            .rounded(arithmetic.gamma(spec.l2() > 0 ? 3 : 1));
  }

  /**
   * Outputs a_L for all examples.
   *
   * @return [count, n_L], row-major
   */
  Bounded[] outputs(Examples examples) {
    Bounded[] outputs = new Bounded[examples.count() * network.outputs()];
    for (int e = 0; e < examples.count(); e++) {
      System.arraycopy(
          forward(examples, e)[network.layers()],
          0,
          outputs,
          e * network.outputs(),
          network.outputs());
    }
    return outputs;
  }

  /** Mean loss over the given examples plus ½λ Σ‖W‖², what a step descends on. */
  double objective(Examples examples, int[] batch) {
    double sum = 0;
    for (int example : batch) {
      Bounded[] outputs = forward(examples, example)[network.layers()];
      sum += loss(outputs, examples.labels()[example]).value();
    }
    double squares = 0;
    for (int l = 1; l <= network.layers(); l++) {
      for (int i = network.weightOffset(l); i < network.biasOffset(l); i++) {
        squares += parameters[i].value() * parameters[i].value();
      }
    }
    return sum / batch.length + 0.5 * spec.l2() * squares;
  }

  /** a_0 … a_L of one example. */
  private Bounded[][] forward(Examples examples, int example) {
    Bounded[][] a = new Bounded[network.layers() + 1][];
    a[0] = new Bounded[network.inputs()];
    for (int i = 0; i < a[0].length; i++) {
      a[0][i] = Bounded.exact(examples.features()[example * network.inputs() + i]);
    }
    for (int l = 1; l <= network.layers(); l++) {
      Bounded[] z = new Bounded[network.width(l)];
      for (int o = 0; o < z.length; o++) {
        BoundedSum sum = new BoundedSum(arithmetic);
        sum.add(parameters[network.biasOffset(l) + o]);
        for (int i = 0; i < network.width(l - 1); i++) {
          sum.add(weight(l, o, i), a[l - 1][i]);
        }
        z[o] = sum.result();
      }
      a[l] = activations(l, z);
    }
    return a;
  }

  private Bounded[] activations(int layer, Bounded[] z) {
    if (layer < network.layers()) {
      return functions.activations(spec.activation(), z);
    }
    return switch (spec.loss()) {
      case MSE -> functions.activations(Activation.SIGMOID, z);
      case CROSS_ENTROPY -> functions.softmax(z);
    };
  }

  private Bounded loss(Bounded[] outputs, int label) {
    return switch (spec.loss()) {
      case MSE -> {
        BoundedSum sum = new BoundedSum(arithmetic);
        for (int o = 0; o < outputs.length; o++) {
          Bounded difference = difference(outputs, o, label);
          sum.add(difference, difference);
        }
        yield sum.result();
      }
      case CROSS_ENTROPY -> functions.minusLog(outputs[label]);
    };
  }

  /** (a − y)_o. */
  private Bounded difference(Bounded[] outputs, int o, int label) {
    return outputs[o].minus(Bounded.exact(o == label ? 1 : 0)).rounded(arithmetic.gamma(1));
  }

  private void backward(Bounded[][] a, int label, int batchSize, BoundedSum[] gradient) {
    double scaling = arithmetic.gamma(SCALING_OPERATIONS);
    Bounded[] delta = new Bounded[network.outputs()];
    Bounded[] outputs = a[network.layers()];
    for (int o = 0; o < delta.length; o++) {
      Bounded difference = difference(outputs, o, label);
      delta[o] =
          switch (spec.loss()) {
            case MSE ->
                difference
                    .times(functions.derivative(Activation.SIGMOID, outputs[o]))
                    .times(2.0 / batchSize);
            case CROSS_ENTROPY -> difference.times(1.0 / batchSize);
          };
      delta[o] = delta[o].rounded(scaling);
    }
    for (int l = network.layers(); l >= 1; l--) {
      for (int o = 0; o < delta.length; o++) {
        for (int i = 0; i < a[l - 1].length; i++) {
          gradient[network.weightOffset(l) + o * a[l - 1].length + i].add(delta[o], a[l - 1][i]);
        }
        gradient[network.biasOffset(l) + o].add(delta[o]);
      }
      if (l > 1) {
        delta = hiddenDelta(l, delta, a[l - 1]);
      }
    }
  }

  /** δ_{l−1} = W_lᵀ δ_l ⊙ σ′. */
  private Bounded[] hiddenDelta(int l, Bounded[] delta, Bounded[] a) {
    Bounded[] below = new Bounded[a.length];
    for (int i = 0; i < a.length; i++) {
      BoundedSum sum = new BoundedSum(arithmetic);
      for (int o = 0; o < delta.length; o++) {
        sum.add(weight(l, o, i), delta[o]);
      }
      below[i] =
          sum.result()
              .times(functions.derivative(spec.activation(), a[i]))
              .rounded(arithmetic.gamma(1));
    }
    return below;
  }

  private Bounded weight(int l, int o, int i) {
    return parameters[network.weightOffset(l) + o * network.width(l - 1) + i];
  }
}

package org.parallelbackprop.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.parallelbackprop.engine.cpu.vector.VectorKernels;

/**
 * The two products of a first layer and nothing else: 144 examples of 784 inputs, and 512 units,
 * the half of 1024 that one of two workers has. Its weights, 1.6 MB, and the examples, 0.45 MB,
 * come from whichever cache holds them.
 *
 * <p>This bounds the share of the peak that whole epochs can have: they compute with the same
 * kernels, and do all the rest besides. With JMH's {@code -t 2} two threads have a layer each, as
 * two workers whose data nobody else needs.
 */
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LayerBenchmark {

  private static final int ORIGIN = 12;
  private static final int EXAMPLES = 144;
  private static final int INPUTS = 784;
  private static final int UNITS = 512;
  private static final float RATE = 1e-3f;

  @Param({"512", "256", "128"})
  int bits;

  private VectorKernels kernels = VectorKernels.ofBits(VectorKernels.preferredBits());
  private int width;

  /** From one panel of inputs, values or deltas to the next. */
  private int examplesPanel;

  /** From one panel of weights to the next. */
  private int weightsPanel;

  private float[] inputs = {};
  private float[] weights = {};
  private float[] deltas = {};
  private float[] values = {};
  private float[] zeros = {};

  /** Fills the operands and holds both results against the sums they should be. */
  @Setup
  public void fill(Peak peak) {
    kernels = VectorKernels.ofBits(bits);
    width = kernels.panelWidth();
    examplesPanel = EXAMPLES * width;
    int inputPanels = Math.ceilDiv(INPUTS, width);
    weightsPanel = inputPanels * width * width;
    inputs = Numbers.aroundZero(ORIGIN + inputPanels * examplesPanel);
    weights = Numbers.aroundZero(ORIGIN + UNITS / width * weightsPanel);
    deltas = Numbers.aroundZero(ORIGIN + UNITS / width * examplesPanel);
    values = new float[deltas.length];
    zeros = new float[ORIGIN + width];
    forward();
    for (int unit = 0; unit < UNITS; unit++) {
      require(values[value(EXAMPLES - 1, unit)], forward(EXAMPLES - 1, unit));
    }
    float[] before = weights.clone();
    descend();
    for (int unit = 0; unit < UNITS; unit++) {
      float weight = before[weight(INPUTS - 1, unit)];
      float gradient = gradient(INPUTS - 1, unit);
      require(weights[weight(INPUTS - 1, unit)], Math.fma(-RATE, gradient, weight));
    }
  }

  /** z = W a for all examples. */
  @Benchmark
  public float[] forward(Operations operations) {
    operations.gigaflop += 2e-9 * EXAMPLES * INPUTS * UNITS;
    forward();
    return values;
  }

  /** The gradient, and the update of the weights with it. */
  @Benchmark
  public float[] descend(Operations operations) {
    operations.gigaflop += 2e-9 * EXAMPLES * INPUTS * UNITS;
    descend();
    return weights;
  }

  private void forward() {
    for (int panel = 0; panel < UNITS / width; panel++) {
      kernels.product(
          EXAMPLES,
          width,
          INPUTS,
          inputs,
          ORIGIN,
          examplesPanel,
          weights,
          ORIGIN + panel * weightsPanel,
          zeros,
          ORIGIN,
          values,
          ORIGIN + panel * examplesPanel);
    }
  }

  private void descend() {
    for (int panel = 0; panel < UNITS / width; panel++) {
      for (int input = 0; input < INPUTS; input += width) {
        kernels.gradientDescend(
            Math.min(width, INPUTS - input),
            width,
            EXAMPLES,
            inputs,
            ORIGIN + input / width * examplesPanel,
            deltas,
            ORIGIN + panel * examplesPanel,
            zeros,
            ORIGIN,
            0,
            weights,
            ORIGIN + panel * weightsPanel + input * width,
            RATE,
            0);
      }
    }
  }

  private float forward(int example, int unit) {
    float sum = 0;
    for (int k = 0; k < INPUTS; k++) {
      sum = Math.fma(inputs[value(example, k)], weights[weight(k, unit)], sum);
    }
    return sum;
  }

  private float gradient(int input, int unit) {
    float sum = 0;
    for (int example = 0; example < EXAMPLES; example++) {
      sum = Math.fma(inputs[value(example, input)], deltas[value(example, unit)], sum);
    }
    return sum;
  }

  private int value(int example, int column) {
    return ORIGIN + column / width * examplesPanel + example * width + column % width;
  }

  private int weight(int input, int unit) {
    return ORIGIN + unit / width * weightsPanel + input * width + unit % width;
  }

  private static void require(float actual, float expected) {
    if (actual != expected) {
      throw new IllegalStateException("%s instead of %s".formatted(actual, expected));
    }
  }
}

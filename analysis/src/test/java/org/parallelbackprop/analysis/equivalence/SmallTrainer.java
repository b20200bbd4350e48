package org.parallelbackprop.analysis.equivalence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.parallelbackprop.results.Tensor;

/**
 * A multilayer perceptron in float32 (sigmoid, squared error, plain gradient descent) that can be
 * made to do its work in a wrong way.
 */
final class SmallTrainer {

  /** What may be wrong, or not. */
  enum Way {
    /** As the specification says, sums in ascending order. */
    PLAIN,
    /** The same work; sums in descending order. */
    OTHER_SUMMATION,
    /** ½‖y − a‖² in place of ‖y − a‖². */
    HALF_LOSS,
    /** The gradient of cross-entropy in place of squared error's. */
    OTHER_LOSS,
    /** What is left at the end of an epoch is not trained on. */
    DROPPED_LAST_BATCH,
    /** Epochs after the first batch go through the examples in another order. */
    OTHER_ORDER,
    /** Factors of products rounded to the 10 bits of mantissa that TF32 has. */
    TF32
  }

  private final int[] widths;
  private final int batch;
  private final float rate;
  private final Way way;
  private final float[][] features;
  private final int[] labels;
  private final List<float[]> weights = new ArrayList<>();
  private final List<float[]> biases = new ArrayList<>();

  SmallTrainer(int[] widths, int examples, int batch, float rate, Way way) {
    this.widths = widths.clone();
    this.batch = batch;
    this.rate = rate;
    this.way = way;
    Random random = new Random(1);
    features = new float[examples][widths[0]];
    labels = new int[examples];
    for (int e = 0; e < examples; e++) {
      labels[e] = random.nextInt(widths[widths.length - 1]);
      for (int i = 0; i < widths[0]; i++) {
        features[e][i] = i % widths[widths.length - 1] == labels[e] ? 1 : random.nextFloat();
      }
    }
    for (int l = 1; l < widths.length; l++) {
      float[] w = new float[widths[l] * widths[l - 1]];
      double limit = Math.sqrt(6.0 / (widths[l] + widths[l - 1]));
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) ((2 * random.nextDouble() - 1) * limit);
      }
      weights.add(w);
      biases.add(new float[widths[l]]);
    }
  }

  /** W_1, b_1, W_2, … as they are now. */
  List<Tensor> parameters() {
    List<Tensor> tensors = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      tensors.add(
          new Tensor(
              "layer" + l + ".weight", List.of(widths[l], widths[l - 1]), weights.get(l - 1)));
      tensors.add(new Tensor("layer" + l + ".bias", List.of(widths[l]), biases.get(l - 1)));
    }
    return tensors;
  }

  /** The first mini-batch of the first epoch. */
  void trainOneStep() {
    step(Arrays.copyOf(order(1), batch));
  }

  void trainEpoch(int epoch) {
    int[] order = order(epoch);
    for (int from = 0; from < order.length; from += batch) {
      int to = Math.min(order.length, from + batch);
      if (to - from == batch || way != Way.DROPPED_LAST_BATCH) {
        step(Arrays.copyOfRange(order, from, to));
      }
    }
  }

  private int[] order(int epoch) {
    int[] order = new int[features.length];
    Arrays.setAll(order, i -> i);
    shuffle(order, 0, epoch);
    if (way == Way.OTHER_ORDER) {
      shuffle(order, batch, -epoch);
    }
    return order;
  }

  private static void shuffle(int[] order, int from, int seed) {
    Random random = new Random(seed);
    for (int i = order.length - 1; i > from; i--) {
      int j = from + random.nextInt(i - from + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private void step(int[] examples) {
    int layers = widths.length - 1;
    List<float[][]> activations = new ArrayList<>();
    activations.add(Arrays.stream(examples).mapToObj(e -> features[e]).toArray(float[][]::new));
    for (int l = 1; l <= layers; l++) {
      activations.add(forward(activations.get(l - 1), l));
    }
    float[][] delta = outputDelta(activations.get(layers), examples);
    for (int l = layers; l >= 1; l--) {
      float[][] below = activations.get(l - 1);
      float[][] next = l > 1 ? backward(delta, below, l) : delta;
      update(delta, below, l);
      delta = next;
    }
  }

  private float[][] forward(float[][] inputs, int l) {
    float[][] outputs = new float[inputs.length][widths[l]];
    for (int e = 0; e < inputs.length; e++) {
      float[] in = inputs[e];
      for (int o = 0; o < widths[l]; o++) {
        int row = o * widths[l - 1];
        float[] w = weights.get(l - 1);
        float z = sum(widths[l - 1], i -> product(w[row + i], in[i])) + biases.get(l - 1)[o];
        outputs[e][o] = (float) (1 / (1 + Math.exp(-z)));
      }
    }
    return outputs;
  }

  private float[][] outputDelta(float[][] outputs, int[] examples) {
    float factor = (way == Way.HALF_LOSS ? 1f : 2f) / examples.length;
    float[][] delta = new float[outputs.length][outputs[0].length];
    for (int e = 0; e < outputs.length; e++) {
      for (int o = 0; o < outputs[e].length; o++) {
        float a = outputs[e][o];
        float y = labels[examples[e]] == o ? 1 : 0;
        float slope = way == Way.OTHER_LOSS ? 1 : a * (1 - a);
        delta[e][o] = factor * (a - y) * slope;
      }
    }
    return delta;
  }

  private float[][] backward(float[][] delta, float[][] below, int l) {
    float[] w = weights.get(l - 1);
    float[][] result = new float[delta.length][widths[l - 1]];
    for (int e = 0; e < delta.length; e++) {
      float[] d = delta[e];
      for (int i = 0; i < widths[l - 1]; i++) {
        int column = i;
        float a = below[e][i];
        result[e][i] =
            sum(widths[l], o -> product(w[o * widths[l - 1] + column], d[o])) * a * (1 - a);
      }
    }
    return result;
  }

  private void update(float[][] delta, float[][] below, int l) {
    for (int o = 0; o < widths[l]; o++) {
      int row = o;
      for (int i = 0; i < widths[l - 1]; i++) {
        int column = i;
        weights.get(l - 1)[o * widths[l - 1] + i] -=
            rate * sum(delta.length, e -> product(delta[e][row], below[e][column]));
      }
      biases.get(l - 1)[o] -= rate * sum(delta.length, e -> delta[e][row]);
    }
  }

  private interface Term {
    float at(int index);
  }

  private float sum(int count, Term term) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += term.at(way == Way.OTHER_SUMMATION ? count - 1 - i : i);
    }
    return sum;
  }

  private float product(float a, float b) {
    return way == Way.TF32 ? tf32(a) * tf32(b) : a * b;
  }

  /** Rounds to the nearest of the floats whose last 13 bits of mantissa are zero. */
  private static float tf32(float value) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(value) + 0x1000) & 0xFFFFE000);
  }
}

package org.parallelbackprop.engine.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * One piece of work that an engine is tried with.
 *
 * @param spec what is trained
 * @param count number of training examples
 */
public record ConformanceCase(TrainingSpec spec, int count) {

  /** Any number; everything that a case draws follows from it. */
  private static final long SEED = 20161124;

  /** Streams of {@link Philox} beyond those of weights and batch orders. */
  private static final long FEATURES = 1L << 40;

  private static final long LABELS = FEATURES + 1;
  private static final long BIASES = FEATURES + 2;

  private static final float LEARNING_RATE = 0.5f;
  private static final float MOMENTUM = 0.9f;
  private static final float L2 = 0.03125f;

  /** Examples of most cases; odd, so that most batch sizes leave a ragged last batch. */
  private static final int EXAMPLES = 21;

  /** The case that is tried where any would do: two hidden layers and a ragged last batch. */
  public static ConformanceCase typical() {
    return plain("12-19-9-10", 8, EXAMPLES);
  }

  /** All cases. */
  public static List<ConformanceCase> all() {
    return Stream.of(settings(), shapes(), batches()).flatMap(cases -> cases).distinct().toList();
  }

  /** Those whose gradient is taken by central differences: that needs two runs per parameter. */
  public static List<ConformanceCase> small() {
    return Stream.concat(settings(), Stream.of(plain("1-1", 3, 7), plain("7-3", 8, EXAMPLES)))
        .toList();
  }

  /** Every activation with every loss, with and without momentum and L2. */
  private static Stream<ConformanceCase> settings() {
    return Arrays.stream(Activation.values())
        .flatMap(activation ->
            Arrays.stream(Loss.values())
                .flatMap(loss ->
                    IntStream.range(0, 4)
                        .mapToObj(bits ->
                            new TrainingSpec(
                                NetworkShape.parse("6-9-5-4"),
                                activation,
                                loss,
                                8,
                                LEARNING_RATE / 2,
                                (bits & 1) == 0 ? 0 : MOMENTUM,
                                (bits & 2) == 0 ? 0 : L2))))
        .map(spec -> new ConformanceCase(spec, EXAMPLES));
  }

  /** Widths at, below and above multiples of vector and tile sizes; none, one and more hidden. */
  private static Stream<ConformanceCase> shapes() {
    return Stream.of(
            "1-1",
            "1-1-1",
            "7-3",
            "1-7-1",
            "16-32-10",
            "15-33-10",
            "17-31-16-8",
            "33-65-32-17-3",
            "20-5-5-5-5-4",
            "100-70-10")
        .map(network -> plain(network, 8, EXAMPLES));
  }

  /** Batches of one, whole and ragged ones, one larger than the data set. */
  private static Stream<ConformanceCase> batches() {
    return Stream.concat(
        IntStream.of(1, 3, 7, 16, 20, 21, 22, 1000)
            .mapToObj(size -> plain("12-19-9-10", size, EXAMPLES)),
        Stream.of(plain("40-130-10", 33, 75), plain("12-19-10", 4, 1)));
  }

  private static ConformanceCase plain(String network, int batchSize, int count) {
    return new ConformanceCase(
        new TrainingSpec(
            NetworkShape.parse(network),
            Activation.SIGMOID,
            Loss.MSE,
            batchSize,
            LEARNING_RATE,
            0,
            0),
        count);
  }

  /** Features like pixels: k/255, two in five of them 0. */
  public Examples examples() {
    return draw(count, SEED);
  }

  /** Examples that are not trained on, others for every count. */
  public Examples otherExamples(int otherCount) {
    return draw(otherCount, SEED + otherCount);
  }

  private Examples draw(int examples, long seed) {
    NetworkShape network = spec.network();
    long[] words = Philox.words(seed, FEATURES, examples * network.inputs());
    float[] features = new float[words.length];
    for (int i = 0; i < features.length; i++) {
      double uniform = Philox.toUnitInterval(words[i]);
      features[i] = uniform < 0.4 ? 0 : (int) (uniform * 255) / 255f;
    }
    int[] labels =
        Arrays.stream(Philox.words(seed, LABELS, examples))
            .mapToInt(word -> (int) Long.remainderUnsigned(word, network.outputs()))
            .toArray();
    return new Examples(network.inputs(), network.outputs(), features, labels);
  }

  /**
   * Glorot uniform weights, but biases other than 0: an engine that forgets or doubles a bias must
   * be found out in the first step.
   *
   * @param run number of the run; each starts elsewhere
   */
  public Parameters initial(int run) {
    NetworkShape network = spec.network();
    float[] values = Parameters.glorotUniform(network, SEED + run).values();
    for (int l = 1; l <= network.layers(); l++) {
      long[] words = Philox.words(SEED + run, BIASES + l, network.width(l));
      for (int o = 0; o < words.length; o++) {
        values[network.biasOffset(l) + o] = (float) (Philox.toUnitInterval(words[o]) - 0.5);
      }
    }
    return new Parameters(network, values);
  }

  /** Order of the examples in an epoch. */
  public int[] order(int epoch) {
    return BatchOrder.epoch(SEED, epoch, count);
  }

  /** The examples of the first batch. */
  public int[] firstBatch() {
    return Arrays.copyOf(order(1), Math.min(spec.batchSize(), count));
  }

  /** Words of which a refusal of this case must have one: the settings that it asks for. */
  List<String> settingNames() {
    return Stream.of(
            spec.momentum() > 0 ? "momentum" : "",
            spec.l2() > 0 ? "l2" : "",
            spec.activation().key(),
            spec.loss().key(),
            "network",
            "batch")
        .filter(word -> !word.isEmpty())
        .toList();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s %s, batch %d of %d%s%s",
        spec.network(),
        spec.activation().key(),
        spec.loss().key(),
        spec.batchSize(),
        count,
        spec.momentum() > 0 ? ", momentum" : "",
        spec.l2() > 0 ? ", l2" : "");
  }
}

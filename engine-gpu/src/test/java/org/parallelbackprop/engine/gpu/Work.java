package org.parallelbackprop.engine.gpu;

import java.util.Arrays;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** Something to train that is small enough for an emulated device. */
record Work(TrainingSpec spec, int count) {

  private static final long SEED = 7;
  private static final long FEATURES = 101;
  private static final long LABELS = 102;

  /** Two hidden layers, three mini-batches, the last one smaller. */
  static Work typical() {
    return of("20-37-13-5", 8, 21, 0.5f);
  }

  static Work of(String network, int batchSize, int count, float momentum) {
    return new Work(
        new TrainingSpec(
            NetworkShape.parse(network),
            Activation.SIGMOID,
            Loss.MSE,
            batchSize,
            0.25f,
            momentum,
            0),
        count);
  }

  Examples examples() {
    NetworkShape network = spec.network();
    long[] words = Philox.words(SEED, FEATURES, count * network.inputs());
    float[] features = new float[words.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) Philox.toUnitInterval(words[i]);
    }
    int[] labels =
        Arrays.stream(Philox.words(SEED, LABELS, count))
            .mapToInt(word -> (int) Long.remainderUnsigned(word, network.outputs()))
            .toArray();
    return new Examples(network.inputs(), network.outputs(), features, labels);
  }

  TrainingSession open(GpuEngine engine) {
    return engine.open(spec, EngineOptions.NONE, Parameters.glorotUniform(spec.network(), SEED));
  }

  int[] order(int epoch) {
    return BatchOrder.epoch(SEED, epoch, count);
  }

  /** SHA-256 of the parameters after so many epochs. */
  String train(GpuEngine engine, int epochs) {
    try (TrainingSession session = open(engine)) {
      session.load(examples());
      for (int epoch = 1; epoch <= epochs; epoch++) {
        session.trainEpoch(order(epoch));
      }
      return session.parameters().sha256();
    }
  }
}

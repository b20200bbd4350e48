package org.parallelbackprop.engine.cpu;

import java.util.List;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.ConformanceCase;

/** A program that prints the hashes of what cpu-serial has trained. */
final class HashOfTraining {

  /** Enough for C2 to compile every loop when it is allowed to. */
  private static final int EPOCHS = 5;

  private HashOfTraining() {}

  public static void main(String[] arguments) {
    System.out.println(hashes());
  }

  /** One hash for each activation, with both losses. */
  static List<String> hashes() {
    return List.of(
        hash(Activation.SIGMOID, Loss.MSE),
        hash(Activation.TANH, Loss.CROSS_ENTROPY),
        hash(Activation.RELU, Loss.MSE));
  }

  private static String hash(Activation activation, Loss loss) {
    TrainingSpec spec =
        new TrainingSpec(
            NetworkShape.parse("40-130-70-10"), activation, loss, 16, 0.1f, 0.5f, 0.001f);
    ConformanceCase work = new ConformanceCase(spec, 75);
    try (TrainingSession session =
        new CpuSerialEngine().open(spec, EngineOptions.NONE, work.initial(0))) {
      session.load(work.examples());
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        session.trainEpoch(work.order(epoch));
      }
      return session.parameters().sha256();
    }
  }
}

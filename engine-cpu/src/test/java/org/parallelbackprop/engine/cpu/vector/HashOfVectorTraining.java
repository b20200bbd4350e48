package org.parallelbackprop.engine.cpu.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.ConformanceCase;

/** A program that prints the hashes of what cpu-vector has trained: small, as -Xint takes long. */
final class HashOfVectorTraining {

  private HashOfVectorTraining() {}

  public static void main(String[] arguments) {
    System.out.println(hashes());
  }

  /** One hash for each activation, with both losses, at every width. */
  static List<String> hashes() {
    List<String> hashes = new ArrayList<>();
    for (String bits : List.of("512", "256", "128")) {
      hashes.add(hash(bits, Activation.SIGMOID, Loss.MSE));
      hashes.add(hash(bits, Activation.TANH, Loss.CROSS_ENTROPY));
      hashes.add(hash(bits, Activation.RELU, Loss.MSE));
    }
    return hashes;
  }

  private static String hash(String bits, Activation activation, Loss loss) {
    TrainingSpec spec =
        new TrainingSpec(
            NetworkShape.parse("20-37-18-10"), activation, loss, 16, 0.1f, 0.5f, 0.001f);
    ConformanceCase work = new ConformanceCase(spec, 43);
    EngineOptions options =
        new EngineOptions(Map.of("threads", "2", "vector-bits", bits, "input-zeros", "skip"));
    try (TrainingSession session = new CpuVectorEngine().open(spec, options, work.initial(0))) {
      session.load(work.examples());
      session.trainEpoch(work.order(1));
      session.trainEpoch(work.order(2));
      return session.parameters().sha256();
    }
  }
}

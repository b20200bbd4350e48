package org.parallelbackprop.engine.gpu.check;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.ProductSource;

/** The engines that can run here, and the work that all sections give them. */
final class Workbench {

  private static final long SEED = 1;
  private static final float LEARNING_RATE = 0.1f;

  private final CheckPlan plan;
  private final Map<ProductSource, Engine> engines = new EnumMap<>(ProductSource.class);
  private final Map<NetworkShape, Examples> examples = new HashMap<>();

  Workbench(CheckPlan plan) {
    this.plan = plan;
  }

  CheckPlan plan() {
    return plan;
  }

  /** By where their products come from; may be added to. */
  Map<ProductSource, Engine> engines() {
    return engines;
  }

  static TrainingSpec spec(NetworkShape network, int batchSize) {
    return new TrainingSpec(network, Activation.SIGMOID, Loss.MSE, batchSize, LEARNING_RATE, 0, 0);
  }

  Examples examples(NetworkShape network) {
    return examples.computeIfAbsent(network, any -> DrawnExamples.of(any, plan.examples()));
  }

  static Parameters initial(NetworkShape network) {
    return Parameters.glorotUniform(network, SEED);
  }

  /** A session that is ready to train. */
  TrainingSession start(Engine engine, TrainingSpec spec) {
    NetworkShape network = spec.network();
    TrainingSession session = engine.open(spec, EngineOptions.NONE, initial(network));
    try {
      session.load(examples(network));
      session.warmUp();
      return session;
    } catch (Throwable e) {
      session.close();
      throw e;
    }
  }

  /** SHA-256 of the parameters after so many epochs. */
  String train(Engine engine, TrainingSpec spec, int epochs) {
    try (TrainingSession session = start(engine, spec)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        session.trainEpoch(BatchOrder.epoch(SEED, epoch, plan.examples()));
      }
      return session.parameters().sha256();
    }
  }

  /** Median seconds of an epoch. */
  double medianSeconds(Engine engine, TrainingSpec spec) {
    try (TrainingSession session = start(engine, spec)) {
      return EpochClock.medianSeconds(session, plan.examples(), plan.epochs());
    }
  }
}

package org.parallelbackprop.engine.conformance;

import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * Trains with an engine, given by id and number of threads, and prints a {@link ThreadUse}.
 *
 * <p>Few inputs and wide layers: nearly all the work is in products of matrices, which are large
 * enough to be shared.
 */
final class ThreadUseConsole {

  private static final ConformanceCase WORK =
      new ConformanceCase(
          new TrainingSpec(
              NetworkShape.parse("16-1024-1024-10"), Activation.SIGMOID, Loss.MSE, 256, 0.1f, 0, 0),
          2048);

  private static final int WARM_UP_EPOCHS = 2;

  /** Long against a tick of the clock of threads. */
  private static final double SECONDS = 1;

  private ThreadUseConsole() {}

  public static void main(String[] arguments) throws IOException {
    Engine engine =
        ServiceLoader.load(Engine.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.id().equals(arguments[0]))
            .findAny()
            .orElseThrow();
    EngineOptions options = EngineOptions.threads(Integer.parseInt(arguments[1]));
    try (TrainingSession session = engine.open(WORK.spec(), options, WORK.initial(0))) {
      session.load(WORK.examples());
      for (int epoch = 1; epoch <= WARM_UP_EPOCHS; epoch++) {
        session.trainEpoch(WORK.order(epoch));
      }
      Map<String, Long> before = ThreadUse.ticks();
      long begin = System.nanoTime();
      double seconds = 0;
      for (int epoch = WARM_UP_EPOCHS + 1; seconds < SECONDS; epoch++) {
        session.trainEpoch(WORK.order(epoch));
        seconds = (System.nanoTime() - begin) * 1e-9;
      }
      System.out.println(ThreadUse.since(before, seconds).print());
    }
  }
}

package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.runner.process.Forecast;
import org.parallelbackprop.runner.process.GridExecution;

/** Performs runs so that SIGINT and SIGTERM end the run under way before this process ends. */
final class Stoppable {

  private static final int SECONDS_TO_FINISH = 5;

  private Stoppable() {}

  /**
   * Performs runs.
   *
   * @throws InterruptedException if the process was told to stop; it is about to end
   */
  static List<Outcome> perform(
      GridExecution execution,
      List<GridExecution.Task> tasks,
      Forecast forecast,
      boolean failFast,
      @Nullable Duration budget)
      throws IOException, InterruptedException {
    CountDownLatch performed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              try {
                execution.stop();
                // The outcome may still have to be written.
                boolean _ = performed.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    List<Outcome> outcomes;
    try {
      outcomes = execution.perform(tasks, forecast, failFast, budget);
    } finally {
      performed.countDown();
    }
    if (execution.isStopped()) {
      throw new InterruptedException("stopped by a signal");
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    return outcomes;
  }
}

package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.runner.process.Forecast;
import org.parallelbackprop.runner.process.GridExecution;

/** Performs runs so that SIGINT and SIGTERM end the run under way before this process ends. */
final class Stoppable {

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
    Thread hook =
        new Thread(
            () -> {
              try {
                execution.stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    List<Outcome> outcomes = execution.perform(tasks, forecast, failFast, budget);
    if (execution.isStopped()) {
      throw new InterruptedException("stopped by a signal");
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    return outcomes;
  }
}

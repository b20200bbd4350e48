package org.parallelbackprop.worker;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunRequest;

/**
 * The worker's command line: {@code WorkerConsole PATH/request.json}.
 *
 * <p>Exit code 0 if the run ended by itself and {@code outcome.json} was written, whatever it says;
 * 2 if the request cannot be read; 3 if the folder cannot be written; 128 + n, as is the custom, if
 * signal n ended it. After SIGTERM (143) and SIGINT (130) there is an outcome nonetheless: see
 * {@link StopSignal}.
 */
public final class WorkerConsole {

  private static final int WRONG_REQUEST = 2;
  private static final int UNWRITABLE_FOLDER = 3;

  private WorkerConsole() {}

  /**
   * Does the run of a request.
   *
   * @param arguments the path of the request
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("the worker takes one argument, the path of a request.json");
      return WRONG_REQUEST;
    }
    Path file = Path.of(arguments[0]).toAbsolutePath();
    RunRequest request;
    try {
      request = Json.read(file, RunRequest.class);
    } catch (IOException e) {
      System.err.println("the request cannot be read: " + e);
      return WRONG_REQUEST;
    }
    RunFolder folder = new RunFolder(requireNonNull(file.getParent()));
    try (RunRecord record = RunRecord.create(request.runId(), folder)) {
      Outcome outcome = new Worker(request, folder, record).perform();
      System.out.println(outcome.describe());
      return 0;
    } catch (IOException e) {
      e.printStackTrace();
      return UNWRITABLE_FOLDER;
    }
  }

  /** Says that an epoch ended. */
  static void showEpoch(EpochRow row, int epochs) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "epoch %d/%d  train %.3f s  evaluate %.3f s",
            row.epoch(),
            epochs,
            row.trainSeconds(),
            row.evaluateSeconds()));
    append(line, "training loss", row.trainingLoss());
    append(line, "validation accuracy", row.validationAccuracy());
    append(line, "test accuracy", row.testAccuracy());
    System.out.println(line);
  }

  /** Leaves the whole story of an error in the log. */
  static void showError(Throwable error) {
    error.printStackTrace();
  }

  private static void append(StringBuilder line, String name, @Nullable Double value) {
    if (value != null) {
      line.append(String.format(Locale.ROOT, "  %s %.4f", name, value));
    }
  }
}

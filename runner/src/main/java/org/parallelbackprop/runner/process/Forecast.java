package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;

/**
 * How long runs take, judged by runs that have ended.
 *
 * <p>A run's time is taken to grow with its floating-point operations, at the rate of the runs of
 * the same engine and options; an engine that has not been seen is taken to be as fast as the mean
 * of the others. It is a guess for people who wait; nothing is computed from it.
 */
public final class Forecast {

  /** Training examples of the data sets that experiments name. */
  private static final int ALL_EXAMPLES = 50_000;

  /** No noise makes a run so many times longer than others of its engine and options. */
  private static final int HANGS_AFTER_TIMES = 20;

  private static final Duration HANGS_NOT_BEFORE = Duration.ofMinutes(10);

  private final Map<String, Double> secondsByEngine = new HashMap<>();
  private final Map<String, Double> operationsByEngine = new HashMap<>();

  /** Takes note of how long a run took. */
  public void learn(CellSettings run, Duration took) {
    secondsByEngine.merge(engine(run), took.toMillis() / 1e3, Double::sum);
    operationsByEngine.merge(engine(run), operations(run), Double::sum);
  }

  /** Takes note of a run that an earlier invocation did, if it has a result. */
  public void learn(CellSettings run, RunFolder folder) throws IOException {
    if (!Files.exists(folder.outcome()) || !Files.exists(folder.manifest())) {
      return;
    }
    try {
      RunOutcome outcome = Json.read(folder.outcome(), RunOutcome.class);
      if (GridExecution.hasResult(outcome.outcome())) {
        Manifest manifest = Json.read(folder.manifest(), Manifest.class);
        learn(
            run,
            Duration.between(
                Instant.parse(manifest.startedAt()), Instant.parse(outcome.finishedAt())));
      }
    } catch (CorruptFileException _) {
      // A damaged run teaches nothing; that it is damaged is said when it is reviewed.
    }
  }

  /** Seconds that a run will take; empty before any has been seen. */
  public OptionalDouble seconds(CellSettings run) {
    Double seconds = secondsByEngine.get(engine(run));
    Double operations = operationsByEngine.get(engine(run));
    if (seconds != null && operations != null) {
      return OptionalDouble.of(operations(run) * seconds / operations);
    }
    double allOperations = sum(operationsByEngine);
    return allOperations == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(operations(run) * sum(secondsByEngine) / allOperations);
  }

  /**
   * Time after which a run that nobody set a limit for is taken to hang; empty if its engine has
   * not been seen.
   */
  Optional<Duration> timeLimit(CellSettings run) {
    return secondsByEngine.containsKey(engine(run))
        ? seconds(run).stream()
            .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * HANGS_AFTER_TIMES * 1e3)))
            .map(limit -> limit.compareTo(HANGS_NOT_BEFORE) < 0 ? HANGS_NOT_BEFORE : limit)
            .findFirst()
        : Optional.empty();
  }

  private static double sum(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String engine(CellSettings run) {
    return run.engine() + run.engineOptions();
  }

  private static double operations(CellSettings run) {
    Integer some = run.trainingExamples();
    int examples = some == null ? ALL_EXAMPLES : some;
    return run.epochs() * OperationCount.epoch(NetworkShape.parse(run.network()), examples);
  }
}

package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;

/**
 * How long runs take: judged by runs that have ended, and before there are any by their
 * floating-point operations and the machine's calibration.
 *
 * <p>A run's time is taken to grow with its operations, evaluation included, at the rate of the
 * runs of the same engine and options; without any, at the share of the peak that the engine's
 * description gives, or the smallest that any gives, of what the engine computes on: the machine's
 * processors, or a device. It is a guess for people who wait; nothing is computed from it.
 */
public final class Forecast {

  /** Training examples of the data sets that experiments name. */
  private static final int ALL_EXAMPLES = 50_000;

  /** Validation and test examples of the same. */
  private static final int EVALUATED_EXAMPLES = 20_000;

  /** To start a JVM, to touch its memory, to read the data set. */
  private static final double SECONDS_TO_START = 2;

  private static final double GIGA = 1e9;

  /** No noise makes a run so many times longer than others of its engine and options. */
  private static final int HANGS_AFTER_TIMES = 20;

  private static final Duration HANGS_NOT_BEFORE = Duration.ofMinutes(10);

  /** Of a run of whose machine nothing is known. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Map<String, Double> secondsByEngine = new HashMap<>();
  private final Map<String, Double> operationsByEngine = new HashMap<>();
  private final Map<String, Double> shareOfPeak = new HashMap<>();
  private final Set<String> onDevice = new HashSet<>();
  private final @Nullable Calibration calibration;
  private final double smallestShare;
  private final Duration hangsNotBefore;

  /**
   * A forecast that has not seen any run.
   *
   * @param calibration the machine's limits; null if they are not known
   * @param engines what is known of the engines
   */
  public Forecast(@Nullable Calibration calibration, Collection<EngineDescription> engines) {
    this(calibration, engines, HANGS_NOT_BEFORE);
  }

  Forecast(
      @Nullable Calibration calibration,
      Collection<EngineDescription> engines,
      Duration hangsNotBefore) {
    this.calibration = calibration;
    this.hangsNotBefore = hangsNotBefore;
    for (EngineDescription engine : engines) {
      engine.shareOfPeak().ifPresent(share -> shareOfPeak.put(engine.id(), share));
      if (engine.measuresDevice()) {
        onDevice.add(engine.id());
      }
    }
    smallestShare = shareOfPeak.values().stream().mapToDouble(Double::doubleValue).min().orElse(1);
  }

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

  /** Seconds that a run will take; empty if neither runs nor a calibration tell. */
  public OptionalDouble seconds(CellSettings run) {
    Double seconds = secondsByEngine.get(engine(run));
    Double operations = operationsByEngine.get(engine(run));
    if (seconds != null && operations != null) {
      return OptionalDouble.of(operations(run) * seconds / operations);
    }
    if (calibration == null) {
      return OptionalDouble.empty();
    }
    double share = shareOfPeak.getOrDefault(run.engine(), smallestShare);
    double peak = peak(calibration, run) * GIGA;
    return OptionalDouble.of(SECONDS_TO_START + operations(run) / (share * peak));
  }

  /** Time after which a run that nobody set a limit for is taken to hang. */
  Duration timeLimit(CellSettings run) {
    OptionalDouble seconds = seconds(run);
    if (seconds.isEmpty()) {
      return LONGEST;
    }
    Duration limit = Duration.ofMillis(Math.round(seconds.getAsDouble() * HANGS_AFTER_TIMES * 1e3));
    return limit.compareTo(hangsNotBefore) < 0 ? hangsNotBefore : limit;
  }

  /** In gigaflops per second, of what the run's engine computes on. */
  private double peak(Calibration calibration, CellSettings run) {
    double processors = processorPeak(calibration, run);
    if (!onDevice.contains(run.engine())) {
      return processors;
    }
    // The slowest of several, as a run does not say which it will use. Of devices that could not
    // be measured nothing is known, and a guess had better be too long: it limits runs that hang.
    return calibration.devices().stream()
        .mapToDouble(Calibration.Device::gigaflopsPerSecond)
        .min()
        .orElse(processors);
  }

  /** The peak of as many threads as the run asks for, or of the most that were calibrated. */
  private static double processorPeak(Calibration calibration, CellSettings run) {
    int threads = Integer.parseInt(run.engineOptions().getOrDefault(EngineOptions.THREADS, "1"));
    return calibration.roofs().stream()
        .filter(roof -> roof.threads() >= threads)
        .min(Comparator.comparingInt(Calibration.Roof::threads))
        .map(roof -> roof.gigaflopsPerSecond() * threads / roof.threads())
        .orElseGet(() ->
            calibration.roofs().stream()
                .mapToDouble(Calibration.Roof::gigaflopsPerSecond)
                .max()
                .orElseThrow());
  }

  private static String engine(CellSettings run) {
    return run.engine() + run.engineOptions();
  }

  private static double operations(CellSettings run) {
    Integer some = run.trainingExamples();
    int examples = some == null ? ALL_EXAMPLES : some;
    NetworkShape network = NetworkShape.parse(run.network());
    double products = 0;
    for (int l = 1; l <= network.layers(); l++) {
      products += network.weightCount(l);
    }
    return run.epochs()
        * (OperationCount.epoch(network, examples) + 2 * products * EVALUATED_EXAMPLES);
  }
}

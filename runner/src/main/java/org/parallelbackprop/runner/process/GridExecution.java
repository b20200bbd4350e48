package org.parallelbackprop.runner.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.datasets.LocatedDataset;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.RunRequest;
import org.parallelbackprop.results.Sha256;
import org.parallelbackprop.runner.toolkit.EngineRoom;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** Does runs of a plan, one after the other, each in a JVM of its own. */
public final class GridExecution {

  private final Toolkit toolkit;
  private final Plan plan;
  private final ResultsFolder results;
  private final Map<String, Cell> cells;
  private final Map<String, LocatedDataset> datasets;
  private final RunRequest.@Nullable Source source;
  private final ResultsLock lock;
  private final RunListener listener;
  private final Map<String, Optional<Availability.Unavailable>> fetched = new HashMap<>();
  private @Nullable WorkerProcess current;
  private boolean stopped;

  /**
   * An execution of a plan.
   *
   * @param datasets the plan's data sets, by the name that its cells give
   * @param source state of the toolkit's sources, null if unknown
   */
  public GridExecution(
      Toolkit toolkit,
      Plan plan,
      ResultsFolder results,
      Map<String, LocatedDataset> datasets,
      RunRequest.@Nullable Source source,
      ResultsLock lock,
      RunListener listener) {
    this.toolkit = toolkit;
    this.plan = plan;
    this.cells = plan.cells().stream().collect(Collectors.toMap(Cell::id, Function.identity()));
    this.results = results;
    this.datasets = Map.copyOf(datasets);
    this.source = source;
    this.lock = lock;
    this.listener = listener;
  }

  /** A run and why it is done. */
  public record Task(PlannedRun run, String why) {}

  /**
   * Does runs in the given order.
   *
   * @param forecast what is known of how long they take; learns from runs that have ended
   * @param failFast whether to stop after the first that ends without a result
   * @param budget time to spend, in whole blocks only: one that would not end in time is not begun;
   *     null for as long as it takes
   * @return how they ended, those that were not reached apart
   */
  public List<Outcome> perform(
      List<Task> tasks, Forecast forecast, boolean failFast, @Nullable Duration budget)
      throws IOException, InterruptedException {
    for (PlannedRun run : plan.runs()) {
      forecast.learn(cell(run).settings(), results.run(run.id()));
    }
    RunnerClock sinceStart = new RunnerClock();
    List<Outcome> outcomes = new ArrayList<>();
    int block = 0;
    for (Task task : tasks) {
      if (isStopped()) {
        break;
      }
      if (task.run().block() != block) {
        block = task.run().block();
        List<Task> left = tasks.subList(outcomes.size(), tasks.size());
        if (budget != null && !fits(block, left, forecast, budget.minus(sinceStart.elapsed()))) {
          listener.budgetEnds(left.size());
          break;
        }
      }
      Cell cell = cell(task.run());
      listener.starts(
          task.run(),
          cell,
          outcomes.size() + 1,
          tasks.size(),
          secondsLeft(forecast, tasks.subList(outcomes.size(), tasks.size())),
          task.why());
      RunnerClock clock = new RunnerClock();
      RunFolder folder = fresh(task.run());
      Outcome outcome = perform(task.run(), cell, folder, timeLimit(forecast, cell));
      if (hasResult(outcome)) {
        forecast.learn(cell.settings(), clock.elapsed());
      }
      listener.ends(task.run(), outcome, folder.log());
      outcomes.add(outcome);
      if (failFast && !hasResult(outcome)) {
        break;
      }
    }
    return outcomes;
  }

  /** A block whose time nobody can guess is begun: otherwise nothing would ever be learnt. */
  private boolean fits(int block, List<Task> left, Forecast forecast, Duration budget) {
    List<Task> tasks = left.stream().filter(task -> task.run().block() == block).toList();
    OptionalDouble seconds = secondsLeft(forecast, tasks);
    return !budget.isNegative()
        && (seconds.isEmpty() || seconds.getAsDouble() * 1e3 <= budget.toMillis());
  }

  private Cell cell(PlannedRun run) {
    return requireNonNull(cells.get(run.cellId()));
  }

  private Duration timeLimit(Forecast forecast, Cell cell) {
    Double limitSeconds = plan.execution().timeLimitSeconds();
    return limitSeconds == null
        ? forecast.timeLimit(cell.settings())
        : Duration.ofMillis(Math.round(limitSeconds * 1e3));
  }

  private OptionalDouble secondsLeft(Forecast forecast, List<Task> tasks) {
    double left = 0;
    for (Task task : tasks) {
      OptionalDouble seconds = forecast.seconds(cell(task.run()).settings());
      if (seconds.isEmpty()) {
        return seconds;
      }
      left += seconds.getAsDouble();
    }
    return OptionalDouble.of(left);
  }

  /** Whether a report can use how a run ended. */
  public static boolean hasResult(Outcome outcome) {
    return outcome instanceof Outcome.Completed || outcome instanceof Outcome.Diverged;
  }

  /** Ends the run that is under way and starts no other; called from another thread. */
  public void stop() throws InterruptedException {
    WorkerProcess worker;
    synchronized (this) {
      stopped = true;
      worker = current;
    }
    if (worker != null) {
      worker.stop();
    }
  }

  /** Whether it was told to stop. */
  public synchronized boolean isStopped() {
    return stopped;
  }

  private Outcome perform(PlannedRun run, Cell cell, RunFolder folder, Duration timeLimit)
      throws IOException, InterruptedException {
    EngineRoom room =
        toolkit
            .roomOf(cell.settings().engine())
            .orElseThrow(
                () -> new IOException("no room has the engine " + cell.settings().engine()));
    EngineDescription engine = room.engine(cell.settings().engine()).orElseThrow();
    writeRequest(run, cell, folder);
    Optional<Availability.Unavailable> missing = fetchLibraries(room, engine);
    if (missing.isPresent()) {
      return endWithoutWorker(
          run, folder, new Outcome.Unavailable(missing.get().reason(), missing.get().remedy()));
    }
    WorkerProcess worker;
    synchronized (this) {
      if (stopped) {
        return endWithoutWorker(run, folder, new Outcome.Interrupted(0));
      }
      worker =
          WorkerProcess.start(
              WorkerJvm.command(
                  JavaExecutable.running(),
                  toolkit.workerClassPath(room),
                  engine.jvmArguments(),
                  plan.execution().jvmArguments(),
                  folder),
              folder);
      current = worker;
    }
    try {
      lock.workerStarted(worker.processId());
      return worker.await(timeLimit, row -> listener.epochEnds(row, cell.settings().epochs()));
    } catch (IOException e) {
      // A disk that is full, for one: nobody would wait for the worker any more.
      worker.stop();
      throw e;
    } finally {
      synchronized (this) {
        current = null;
      }
    }
  }

  private Optional<Availability.Unavailable> fetchLibraries(
      EngineRoom room, EngineDescription engine) throws IOException, InterruptedException {
    OptionalInt megabytes = engine.onDemandMegabytes();
    if (megabytes.isEmpty() || toolkit.hasLibraries(room)) {
      return Optional.empty();
    }
    Optional<Availability.Unavailable> known = fetched.get(room.room().name());
    if (known != null) {
      return known;
    }
    listener.fetches(engine.id(), megabytes.getAsInt());
    Optional<Availability.Unavailable> outcome = toolkit.fetchLibraries(room);
    fetched.put(room.room().name(), outcome);
    return outcome;
  }

  private void writeRequest(PlannedRun run, Cell cell, RunFolder folder) throws IOException {
    LocatedDataset dataset = datasets.get(cell.settings().dataset());
    Path dataFolder = dataset == null ? null : dataset.folder();
    Json.write(
        folder.request(),
        new RunRequest(
            RunRequest.SCHEMA,
            run.id(),
            cell.id(),
            run.block(),
            run.seed(),
            cell.settings(),
            dataFolder == null ? null : dataFolder.toString(),
            plan.keepParameters(),
            source));
  }

  private Outcome endWithoutWorker(PlannedRun run, RunFolder folder, Outcome outcome)
      throws IOException {
    TreeMap<String, String> hashes = new TreeMap<>();
    hashes.put(folder.request().getFileName().toString(), Sha256.of(folder.request()));
    Json.write(
        folder.outcome(),
        new RunOutcome(RunOutcome.SCHEMA, run.id(), RunnerClock.timestamp(), outcome, 0, hashes));
    return outcome;
  }

  /** An empty folder for a run; what an earlier attempt left moves to {@code abandoned/}. */
  private RunFolder fresh(PlannedRun run) throws IOException {
    RunFolder folder = results.run(run.id());
    if (Files.exists(folder.path())) {
      Path abandoned = Files.createDirectories(results.path().resolve("abandoned"));
      int attempt = 1;
      while (Files.exists(abandoned.resolve(run.id() + "-" + attempt))) {
        attempt++;
      }
      Files.move(folder.path(), abandoned.resolve(run.id() + "-" + attempt));
    }
    Files.createDirectories(folder.path());
    return folder;
  }
}

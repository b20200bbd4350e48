package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.datasets.LocatedDataset;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.results.Agreement;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.runner.process.CalibrationProcess;
import org.parallelbackprop.runner.process.Forecast;
import org.parallelbackprop.runner.process.GridExecution;
import org.parallelbackprop.runner.process.ResultsLock;
import org.parallelbackprop.runner.process.RunState;
import org.parallelbackprop.runner.process.Verification;
import org.parallelbackprop.runner.toolkit.Toolkit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does completed runs again from their records and compares the results. */
@Command(
    name = "verify",
    description = "Does completed runs again from their records and compares the results.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  /** Of the sample: above the streams of weights, examples and run order. */
  private static final long SAMPLE_STREAM = 1L << 34;

  private static final int ALL = Integer.MAX_VALUE;

  @Parameters(index = "0", paramLabel = "DIR", description = "The results folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--cells",
      paramLabel = "N",
      description = "Only a sample of N cells, drawn by the experiment's first seed.")
  private int cells = ALL;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Use N threads in engines that take any number of them and promise the same bits.")
  private @Nullable Integer threads;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that holds data sets, e.g. DIR/mnist/train-images-idx3-ubyte.gz.")
  private @Nullable Path data;

  private final RunnerConsole console;

  VerifyCommand(RunnerConsole console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotRunException, IOException, InterruptedException {
    if (cells < 1 || (threads != null && threads < 1)) {
      throw new IllegalArgumentException("--cells and --threads take whole numbers of at least 1");
    }
    Toolkit toolkit = ExperimentOptions.toolkit();
    ResultsFolder results = new ResultsFolder(folder.toAbsolutePath().normalize());
    if (!Files.exists(results.plan())) {
      throw new IllegalArgumentException(folder + " holds no plan.json; name a results folder");
    }
    Plan plan = Json.read(results.plan(), Plan.class);
    Map<PlannedRun, List<String>> failures = new LinkedHashMap<>();
    List<PlannedRun> runs = verifiable(plan, results, failures);
    if (runs.isEmpty() && failures.isEmpty()) {
      throw new CannotRunException(folder + " holds no completed run to verify");
    }
    ResultsFolder again = results.verification();
    Plan redone = redone(plan, runs, toolkit);
    Files.createDirectories(again.path());
    try (ResultsLock lock = ResultsLock.take(again)) {
      GridExecution execution =
          new GridExecution(toolkit, redone, again, datasets(plan), null, lock, console);
      List<GridExecution.Task> tasks =
          redone.runs().stream().map(run -> new GridExecution.Task(run, "to be verified")).toList();
      Forecast forecast =
          new Forecast(CalibrationProcess.read(toolkit, results), toolkit.engines());
      for (PlannedRun run : redone.runs()) {
        forecast.learn(redone.cell(run).settings(), results.run(run.id()));
      }
      List<Outcome> _ = Stoppable.perform(execution, tasks, forecast, false, null);
    } catch (ResultsLock.HeldException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()));
    }
    Map<String, List<Agreement.Distance>> distances = distances(results, toolkit);
    for (PlannedRun run : runs) {
      compare(plan, run, results, distances.getOrDefault(run.id(), List.of()), toolkit, failures);
    }
    failures.forEach((run, differences) -> console.failsVerification(run, differences));
    console.verified(runs.size(), failures.size());
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.VERIFICATION_FAILED;
  }

  private void compare(
      Plan plan,
      PlannedRun run,
      ResultsFolder results,
      List<Agreement.Distance> distances,
      Toolkit toolkit,
      Map<PlannedRun, List<String>> failures)
      throws IOException, CannotRunException {
    EngineDescription engine = engine(plan.cell(run).settings(), toolkit);
    RunFolder again = results.verification().run(run.id());
    switch (Verification.compare(results.run(run.id()), again, engine, distances)) {
      case Verification.Verdict.Same() -> console.sameBits(run);
      case Verification.Verdict.WithinPromise(List<String> differences) ->
          console.withinPromise(run, differences);
      case Verification.Verdict.Different(List<String> differences) ->
          failures.put(run, differences);
    }
  }

  /** How far the parameters of the runs are from those recorded, by run. */
  private static Map<String, List<Agreement.Distance>> distances(
      ResultsFolder results, Toolkit toolkit)
      throws CannotRunException, IOException, InterruptedException {
    int exit = AnalysisProcess.run(toolkit, List.of("agreement", results.path().toString()));
    if (exit != ExitCode.DONE) {
      throw new CannotRunException("the snapshots of " + results.path() + " cannot be compared");
    }
    return Json.read(results.verification().agreement(), Agreement.class).runs().stream()
        .collect(Collectors.toMap(Agreement.Run::runId, Agreement.Run::distances));
  }

  /** Completed runs of the sample; damaged ones fail at once, others have nothing to verify. */
  private List<PlannedRun> verifiable(
      Plan plan, ResultsFolder results, Map<PlannedRun, List<String>> failures) throws IOException {
    Map<PlannedRun, RunState> states = new LinkedHashMap<>();
    for (PlannedRun run : plan.runs()) {
      RunState state = RunState.of(run, results.run(run.id()));
      boolean completed =
          state instanceof RunState.Done done
              && done.outcome().outcome() instanceof Outcome.Completed;
      if (completed || state instanceof RunState.Damaged) {
        states.put(run, state);
      }
    }
    List<String> sample = sample(plan, states.keySet());
    List<PlannedRun> runs = new ArrayList<>();
    states.forEach((run, state) -> {
      if (sample.contains(run.cellId())) {
        if (state instanceof RunState.Damaged(String problem)) {
          failures.put(run, List.of(problem));
        } else {
          runs.add(run);
        }
      }
    });
    return runs;
  }

  /** A sample of the cells that these runs are of. */
  private List<String> sample(Plan plan, Set<PlannedRun> runs) {
    Set<String> candidates = runs.stream().map(PlannedRun::cellId).collect(Collectors.toSet());
    int n = plan.cells().size();
    long[] words = Philox.words(plan.runs().getFirst().seed(), SAMPLE_STREAM, n);
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparing(i -> words[i], Long::compareUnsigned))
        .map(i -> plan.cells().get(i).id())
        .filter(candidates::contains)
        .limit(cells)
        .toList();
  }

  /** The same runs, with the number of threads that is asked for where that changes no bit. */
  private Plan redone(Plan plan, List<PlannedRun> runs, Toolkit toolkit) throws CannotRunException {
    Map<String, Cell> cellById = new LinkedHashMap<>();
    List<PlannedRun> redone = new ArrayList<>();
    for (PlannedRun run : runs) {
      CellSettings settings = plan.cell(run).settings();
      Cell cell = Cell.of(withThreads(settings, engine(settings, toolkit)));
      cellById.put(cell.id(), cell);
      redone.add(new PlannedRun(run.id(), cell.id(), run.block(), run.seed()));
    }
    return new Plan(
        Plan.SCHEMA,
        plan.experiment(),
        plan.question(),
        plan.source(),
        plan.sourceSha256(),
        plan.axes(),
        List.copyOf(cellById.values()),
        redone,
        plan.execution(),
        false,
        plan.report());
  }

  private CellSettings withThreads(CellSettings cell, EngineDescription engine) {
    boolean free =
        threads != null
            && cell.engineOptions().containsKey(EngineOptions.THREADS)
            && engine.repeatability() == EngineDescription.Repeatability.ANY_OPTIONS;
    if (!free) {
      return cell;
    }
    TreeMap<String, String> options = new TreeMap<>(cell.engineOptions());
    options.put(EngineOptions.THREADS, String.valueOf(threads));
    return new CellSettings(
        cell.dataset(),
        cell.datasetSha256(),
        cell.trainingExamples(),
        cell.network(),
        cell.activation(),
        cell.loss(),
        cell.batchSize(),
        cell.epochs(),
        cell.learningRate(),
        cell.momentum(),
        cell.l2(),
        cell.engine(),
        options);
  }

  private Map<String, LocatedDataset> datasets(Plan plan) throws CannotRunException {
    Map<String, LocatedDataset> datasets = new HashMap<>();
    for (Cell cell : plan.cells()) {
      String name = cell.settings().dataset();
      if (!datasets.containsKey(name)) {
        datasets.put(name, ExperimentOptions.locate(name, data));
      }
    }
    return datasets;
  }

  private static EngineDescription engine(CellSettings cell, Toolkit toolkit)
      throws CannotRunException {
    Optional<EngineDescription> engine =
        toolkit.roomOf(cell.engine()).flatMap(room -> room.engine(cell.engine()));
    if (engine.isEmpty()) {
      throw new CannotRunException("this toolkit has no engine " + cell.engine());
    }
    return engine.get();
  }
}

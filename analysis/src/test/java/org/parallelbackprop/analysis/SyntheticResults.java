package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.Conditions;
import org.parallelbackprop.results.Energy;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.ExecutionSettings;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ReportSettings;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.RunRequest;
import org.parallelbackprop.results.Sha256;

/** Results folders that no engine made: written through {@code results}, with numbers of choice. */
public final class SyntheticResults {

  /** An engine that declares to leave the hidden layers out. */
  public static final String OTHER_WORK = "other-work";

  private static final String DATASET_SHA256 = "d5".repeat(32);

  /** What is written by all runs that do not say otherwise. */
  public static final Circumstances USUAL =
      new Circumstances(
          "b1".repeat(32), "c0".repeat(20), "2026-11-24T00:00:00Z", 0.1, 0.25, null, Map.of());

  private final Path folder;
  private final int blocks;
  private final List<Cell> cells = new ArrayList<>();
  private final List<PlannedRun> runs = new ArrayList<>();

  /**
   * With what a run was done.
   *
   * @param build id of the build
   * @param commit of the sources
   * @param startedAt when
   * @param sentinelSeconds time of the sentinel before it
   * @param load average before it
   * @param joules energy of each epoch; null where nothing counts it
   * @param facts what the engine tells besides the number of its threads
   */
  public record Circumstances(
      String build,
      String commit,
      String startedAt,
      double sentinelSeconds,
      double load,
      @Nullable Double joules,
      Map<String, String> facts) {

    /** By another build. */
    public Circumstances builtFrom(String build, String commit) {
      return new Circumstances(build, commit, startedAt, sentinelSeconds, load, joules, facts);
    }

    /** With a sentinel of another time, at another time. */
    public Circumstances at(String startedAt, double sentinelSeconds) {
      return new Circumstances(build, commit, startedAt, sentinelSeconds, load, joules, facts);
    }

    /** After other work. */
    public Circumstances after(double load) {
      return new Circumstances(build, commit, startedAt, sentinelSeconds, load, joules, facts);
    }

    /** With facts that the engine tells. */
    public Circumstances telling(Map<String, String> facts) {
      return new Circumstances(build, commit, startedAt, sentinelSeconds, load, joules, facts);
    }

    /** Where energy is counted. */
    public Circumstances using(double joules) {
      return new Circumstances(build, commit, startedAt, sentinelSeconds, load, joules, facts);
    }
  }

  public SyntheticResults(Path folder, int blocks) {
    this.folder = folder;
    this.blocks = blocks;
  }

  /** A cell with sigmoid, mse and a learning rate of 0.1. */
  public static Cell cell(
      String network, int batchSize, int epochs, String engine, Map<String, String> options) {
    return cell(network, batchSize, 0.1, epochs, engine, options);
  }

  /** A cell with sigmoid and mse. */
  public static Cell cell(
      String network,
      int batchSize,
      double learningRate,
      int epochs,
      String engine,
      Map<String, String> options) {
    return Cell.of(
        new CellSettings(
            "synthetic-digits",
            DATASET_SHA256,
            null,
            network,
            "sigmoid",
            "mse",
            batchSize,
            epochs,
            learningRate,
            0,
            0,
            engine,
            new TreeMap<>(options)));
  }

  /** Adds a cell and plans its runs. */
  public Cell add(Cell cell) {
    cells.add(cell);
    for (int block = 1; block <= blocks; block++) {
      runs.add(planned(cell, block));
    }
    return cell;
  }

  /** The run of a cell in a block. */
  public static PlannedRun planned(Cell cell, int block) {
    return new PlannedRun(
        cell.settings().engine() + "-" + cell.id().substring(0, 8) + "-" + block,
        cell.id(),
        block,
        41L + block);
  }

  /** Writes the plan. */
  public void plan(String name, @Nullable String question, Map<String, String> baseline)
      throws IOException {
    Json.write(
        new ResultsFolder(Files.createDirectories(folder)).plan(),
        new Plan(
            Plan.SCHEMA,
            name,
            question,
            "experiments/" + name + ".yaml",
            "ab".repeat(32),
            List.of("network", "engine", "threads", "batch-size"),
            cells,
            runs,
            new ExecutionSettings(List.of(), null),
            false,
            new ReportSettings(new TreeMap<>(baseline), 0.9, 2, 0.05)));
  }

  /** Writes the machine's limits. */
  public void calibration(Calibration.Roof... roofs) throws IOException {
    calibration(List.of(), roofs);
  }

  /** Writes the limits of the machine and of its devices. */
  public void calibration(List<Calibration.Device> devices, Calibration.Roof... roofs)
      throws IOException {
    Json.write(
        new ResultsFolder(folder).calibration(),
        new Calibration(Calibration.SCHEMA, "2026-11-24T00:00:00Z", List.of(roofs), devices));
  }

  /** Writes a run that completed, on the 50,000 training examples of the usual data sets. */
  public RunFolder completed(Cell cell, int block, List<EpochRow> rows, String parametersSha256)
      throws IOException {
    return completed(cell, block, 50_000, rows, parametersSha256);
  }

  /** Writes a run that completed. */
  public RunFolder completed(
      Cell cell, int block, int trainingExamples, List<EpochRow> rows, String parametersSha256)
      throws IOException {
    Circumstances own = USUAL.after(0.25 * block);
    return completed(
        cell,
        block,
        trainingExamples,
        rows,
        parametersSha256,
        block == 3 ? own.at(own.startedAt(), 0.12) : own);
  }

  /** Writes a run that completed under circumstances of its own. */
  public RunFolder completed(
      Cell cell,
      int block,
      int trainingExamples,
      List<EpochRow> rows,
      String parametersSha256,
      Circumstances circumstances)
      throws IOException {
    RunFolder run = start(cell, block);
    try (EpochsFile.Appender appender = new EpochsFile.Appender(run.epochs())) {
      for (EpochRow row : rows) {
        appender.append(row);
      }
    }
    Json.write(run.manifest(), manifest(cell, block, trainingExamples, circumstances));
    Double joules = circumstances.joules();
    if (joules != null) {
      Json.write(
          run.energy(),
          new Energy(
              Energy.SCHEMA,
              List.of(
                  new Energy.Counter(
                      "intel-rapl:0 package-0",
                      Energy.Part.PROCESSOR,
                      Collections.nCopies(rows.size(), new Energy.Epoch(joules))))));
    }
    finish(run, cell, block, new Outcome.Completed(parametersSha256), rows.size());
    return run;
  }

  /** Writes a run that ended otherwise. */
  public RunFolder ended(Cell cell, int block, Outcome outcome) throws IOException {
    RunFolder run = start(cell, block);
    finish(run, cell, block, outcome, 0);
    return run;
  }

  private RunFolder start(Cell cell, int block) throws IOException {
    PlannedRun planned = planned(cell, block);
    RunFolder run = new ResultsFolder(folder).run(planned.id());
    Files.createDirectories(run.path());
    Json.write(
        run.request(),
        new RunRequest(
            RunRequest.SCHEMA,
            planned.id(),
            cell.id(),
            block,
            planned.seed(),
            cell.settings(),
            null,
            false,
            null));
    return run;
  }

  private static void finish(RunFolder run, Cell cell, int block, Outcome outcome, int epochs)
      throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Path file : List.of(run.request(), run.epochs(), run.manifest(), run.energy())) {
      if (Files.exists(file)) {
        hashes.put(file.getFileName().toString(), Sha256.of(file));
      }
    }
    Json.write(
        run.outcome(),
        new RunOutcome(
            RunOutcome.SCHEMA,
            planned(cell, block).id(),
            "2026-11-24T00:00:00Z",
            outcome,
            epochs,
            hashes));
  }

  private static Manifest manifest(
      Cell cell, int block, int trainingExamples, Circumstances circumstances) {
    TreeMap<String, String> facts = new TreeMap<>(circumstances.facts());
    facts.put("threads", cell.settings().engineOptions().getOrDefault("threads", "1"));
    if (cell.settings().engine().equals(OTHER_WORK)) {
      facts.put("different-work", "without the hidden layers");
    }
    return new Manifest(
        Manifest.SCHEMA,
        planned(cell, block).id(),
        circumstances.startedAt(),
        new Manifest.EngineRecord(cell.settings().engine(), 1, facts),
        new Manifest.Build(circumstances.build(), "0.1.0", circumstances.commit(), "clean"),
        new Manifest.JavaRecord("Example", "25.0.1", "Example VM", List.of("java")),
        new Manifest.Machine("Linux 6.1", "amd64", "Example processor", 1, 1, 2, 4, 2, 8L << 30),
        new Manifest.DatasetRecord(
            "synthetic-digits", DATASET_SHA256, trainingExamples, 10_000, 10_000),
        Conditions.of(circumstances.sentinelSeconds(), circumstances.load()),
        null,
        new Manifest.Preparation(0.5, 0.01, 0.1, 0.2),
        2.0e10,
        "1" + Sha256.of(new byte[] {(byte) block}).substring(1));
  }
}

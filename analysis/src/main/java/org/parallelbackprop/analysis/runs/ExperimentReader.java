package org.parallelbackprop.analysis.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CorruptFileException;
import org.parallelbackprop.results.Energy;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;

/** Reads a results folder and believes of each run only what its hashes confirm. */
public final class ExperimentReader {

  private ExperimentReader() {}

  /**
   * Reads plan and runs.
   *
   * @throws IOException if there is no plan or it cannot be read; runs that cannot be read are
   *     {@link RunResult.NotDone}
   */
  public static Experiment read(Path folder) throws IOException {
    ResultsFolder results = new ResultsFolder(folder);
    Plan plan = Json.read(results.plan(), Plan.class);
    Map<String, Cell> cells = new HashMap<>();
    plan.cells().forEach(cell -> cells.put(cell.id(), cell));
    List<RunResult> runs = new ArrayList<>();
    for (PlannedRun planned : plan.runs()) {
      Cell cell = cells.get(planned.cellId());
      if (cell == null) {
        throw new CorruptFileException(
            results.plan(), "run " + planned.id() + " is of a cell that is not in the plan", null);
      }
      runs.add(run(planned, cell, results.run(planned.id())));
    }
    Calibration calibration =
        Files.exists(results.calibration()) ? Calibration.read(results.calibration()) : null;
    return new Experiment(folder, plan, calibration, runs);
  }

  /**
   * Reads a run.
   *
   * @param folder where its files are
   * @throws IOException if a file cannot be read; a run that makes no sense is {@link
   *     RunResult.NotDone}
   */
  public static RunResult run(PlannedRun planned, Cell cell, RunFolder folder) throws IOException {
    if (!Files.exists(folder.outcome())) {
      return Files.exists(folder.request())
          ? notDone(
              planned,
              cell,
              folder,
              Ending.UNFINISHED,
              "started, but left no outcome: still running, or its process was killed")
          : notDone(planned, cell, folder, Ending.NOT_RUN, "not run yet");
    }
    try {
      RunOutcome outcome = Json.read(folder.outcome(), RunOutcome.class);
      if (!(outcome.outcome() instanceof Outcome.Completed(String parameters))) {
        return notDone(
            planned, cell, folder, Ending.of(outcome.outcome()), outcome.outcome().describe());
      }
      Optional<String> damage = outcome.damage(folder);
      if (damage.isPresent()) {
        return notDone(planned, cell, folder, Ending.DAMAGED, "damaged: " + damage.get());
      }
      List<EpochRow> epochs = EpochsFile.read(folder.epochs());
      return new RunResult(
          planned,
          cell,
          folder,
          new RunResult.Done(parameters),
          Json.read(folder.manifest(), Manifest.class),
          epochs,
          outcome.files().containsKey(folder.energy().getFileName().toString())
              ? Json.read(folder.energy(), Energy.class)
              : null);
    } catch (CorruptFileException e) {
      String problem = String.valueOf(e.getMessage()).replace(folder.path() + "/", "");
      return notDone(planned, cell, folder, Ending.DAMAGED, "damaged: " + problem);
    }
  }

  private static RunResult notDone(
      PlannedRun planned, Cell cell, RunFolder folder, Ending ending, String reason) {
    return new RunResult(
        planned, cell, folder, new RunResult.NotDone(ending, reason), null, List.of(), null);
  }
}

package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.analysis.equivalence.EqualWork;
import org.parallelbackprop.analysis.equivalence.TensorDistance;
import org.parallelbackprop.analysis.runs.Experiment;
import org.parallelbackprop.analysis.runs.ExperimentReader;
import org.parallelbackprop.analysis.runs.RunPair;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.Agreement;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.ResultsFolder;

/** Measures how far the runs of a verification are from those they repeat. */
final class AgreementCommand {

  private AgreementCommand() {}

  /**
   * Compares the snapshots of the runs of {@code verification/} with those of the results folder
   * around it, and writes {@code verification/agreement.json}.
   *
   * @throws IOException if a file cannot be read or written
   */
  static void write(Path folder) throws IOException {
    Experiment recorded = ExperimentReader.read(folder);
    ResultsFolder verification = new ResultsFolder(folder).verification();
    List<Agreement.Run> runs = new ArrayList<>();
    for (RunResult run : recorded.runs()) {
      RunResult again =
          ExperimentReader.run(run.planned(), run.cell(), verification.run(run.planned().id()));
      if (run.isDone() && again.isDone()) {
        List<Agreement.Distance> distances =
            EqualWork.distances(new RunPair(run, again)).stream()
                .map(AgreementCommand::distance)
                .toList();
        if (!distances.isEmpty()) {
          runs.add(new Agreement.Run(run.planned().id(), distances));
        }
      }
    }
    Json.write(verification.agreement(), new Agreement(Agreement.SCHEMA, runs));
  }

  private static Agreement.Distance distance(TensorDistance distance) {
    return new Agreement.Distance(
        distance.moment(), distance.tensor(), distance.relativeNorm(), distance.bound());
  }
}

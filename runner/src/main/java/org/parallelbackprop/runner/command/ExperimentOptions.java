package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.datasets.DatasetLocator;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.DatasetUnavailableException;
import org.parallelbackprop.datasets.LocatedDataset;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.runner.plan.Planner;
import org.parallelbackprop.runner.spec.Experiment;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.spec.ExperimentReader;
import org.parallelbackprop.runner.toolkit.Toolkit;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command about an experiment takes, and what it makes of it. */
final class ExperimentOptions {

  @Parameters(index = "0", paramLabel = "FILE.yaml", description = "The experiment.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that holds data sets, e.g. DIR/mnist/train-images-idx3-ubyte.gz.")
  private @Nullable Path data;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Folder of the results. Default: results-of-runs/NAME-OF-THE-EXPERIMENT.")
  private @Nullable Path results;

  /**
   * An experiment, ready to be run.
   *
   * @param plan its cells and runs
   * @param dataset what they train on
   * @param results where their results go
   */
  record Planned(Plan plan, LocatedDataset dataset, ResultsFolder results) {}

  /**
   * Reads the file, finds the data set, expands the grid.
   *
   * @throws ExperimentException if the file is wrong
   * @throws CannotRunException if the data set cannot be had
   */
  Planned plan(Toolkit toolkit) throws ExperimentException, CannotRunException {
    Experiment experiment = ExperimentReader.read(file, toolkit.engines());
    LocatedDataset dataset = locate(experiment.dataset(), data);
    Plan plan = Planner.plan(experiment, toolkit.engines(), dataset.sha256());
    Path folder = results == null ? Path.of("results-of-runs").resolve(experiment.name()) : results;
    return new Planned(plan, dataset, new ResultsFolder(folder.toAbsolutePath().normalize()));
  }

  /**
   * Finds a data set.
   *
   * @throws CannotRunException if it cannot be had
   */
  static LocatedDataset locate(String dataset, @Nullable Path data) throws CannotRunException {
    try {
      return new DatasetLocator(data, System.getenv()).locate(DatasetName.parse(dataset));
    } catch (DatasetUnavailableException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The built checkout that the script names.
   *
   * @throws CannotRunException if it is not built or cannot be read
   */
  static Toolkit toolkit() throws CannotRunException {
    String home = System.getProperty("parallel-backprop.home");
    if (home == null) {
      throw new CannotRunException("start the toolkit with its script, run-experiments");
    }
    try {
      Toolkit toolkit = Toolkit.at(Path.of(home));
      if (toolkit.engines().isEmpty()) {
        throw new CannotRunException(
            "no engine is built in " + home + ": run `mvn -DskipTests package` there");
      }
      return toolkit;
    } catch (IOException e) {
      throw new CannotRunException("the toolkit in " + home + " cannot be read: " + e);
    }
  }
}

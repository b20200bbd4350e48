package org.parallelbackprop.runner.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.ExecutionSettings;
import org.parallelbackprop.results.ReportSettings;

/**
 * An experiment file in which every value is allowed where it stands.
 *
 * @param file how messages call the file
 * @param sha256 hash of the file's bytes
 * @param name of the experiment, also that of its results folder
 * @param question what it is to answer; null if the file does not say
 * @param dataset name of the data set
 * @param fixed settings that all cells share
 * @param grid axes: settings and the values they take, in the order of the file
 * @param zip settings that move together: one composite axis of these values
 * @param exclude which cells to leave out: those in which every key has one of its values
 * @param include further cells
 * @param seeds one for each repeat
 * @param keepParameters whether runs keep their trained parameters
 * @param execution how workers are run
 * @param report how the results are to be analysed
 * @param baselinePlace where the baseline is named, or the file begins
 */
public record Experiment(
    String file,
    String sha256,
    String name,
    @Nullable String question,
    String dataset,
    Map<String, Setting> fixed,
    Map<String, List<Setting>> grid,
    List<Combination> zip,
    List<Exclusion> exclude,
    List<Combination> include,
    List<Long> seeds,
    boolean keepParameters,
    ExecutionSettings execution,
    ReportSettings report,
    Place baselinePlace) {

  /**
   * Settings that belong together.
   *
   * @param place where they stand
   * @param settings by key
   */
  public record Combination(Place place, Map<String, Setting> settings) {
    public Combination {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
  }

  /**
   * A rule that takes cells out of the grid.
   *
   * @param place where it stands
   * @param values by key, the values that it meets
   */
  public record Exclusion(Place place, Map<String, List<Setting>> values) {
    public Exclusion {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  public Experiment {
    fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
    grid = Collections.unmodifiableMap(new LinkedHashMap<>(grid));
    zip = List.copyOf(zip);
    exclude = List.copyOf(exclude);
    include = List.copyOf(include);
    seeds = List.copyOf(seeds);
  }
}

package org.parallelbackprop.results;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes times differ although the work is the same, at one moment, as far as the system tells.
 *
 * @param sentinelSeconds time of a small fixed piece of work, the same for every run: what changes
 *     it is the machine
 * @param loadAverage1Min runnable threads over the last minute
 * @param processors how the processors are run and which of them may be used
 * @param space memory and disk
 * @param counters what has happened so far
 * @param gpus one line for each GPU: name, driver, temperature, utilisation, clock
 */
public record Conditions(
    double sentinelSeconds,
    @Nullable @JsonProperty("load_average_1min") Double loadAverage1Min,
    Processors processors,
    Space space,
    Counters counters,
    List<String> gpus) {

  public Conditions {
    Check.positive("sentinel seconds", sentinelSeconds);
    if (loadAverage1Min != null) {
      Check.amount("load average", loadAverage1Min);
    }
    gpus = List.copyOf(gpus);
  }

  /** Conditions of a system that tells nothing but its load. */
  public static Conditions of(double sentinelSeconds, @Nullable Double loadAverage1Min) {
    return new Conditions(
        sentinelSeconds,
        loadAverage1Min,
        new Processors(null, null, null, null, null, null),
        new Space(null, null, null),
        new Counters(null, null, null),
        List.of());
  }

  /**
   * Processors.
   *
   * @param governor frequency governor of the first one
   * @param turbo whether clocks may rise above the nominal one
   * @param sharedCores whether hardware threads of one core are in use
   * @param quota processors' worth of time that the control group may use; null for no quota
   * @param allowed processors that the process may be scheduled on (cpuset, affinity)
   * @param container what kind of container this is; null if it is none that is known
   */
  public record Processors(
      @Nullable String governor,
      @Nullable Boolean turbo,
      @Nullable Boolean sharedCores,
      @Nullable Double quota,
      @Nullable Integer allowed,
      @Nullable String container) {}

  /**
   * Room.
   *
   * @param freeMemoryBytes memory that can be had without swapping
   * @param swapUsedBytes swap space in use
   * @param freeDiskBytes room in the folder of the results
   */
  public record Space(
      @Nullable Long freeMemoryBytes, @Nullable Long swapUsedBytes, @Nullable Long freeDiskBytes) {}

  /**
   * Counts from the start of the machine or control group; their change over a run says what
   * happened to it.
   *
   * @param swappedPages pages that were swapped in or out
   * @param throttledPeriods periods in which the quota was used up
   * @param stolenSeconds processor time that other guests of the host had
   */
  public record Counters(
      @Nullable Long swappedPages,
      @Nullable Long throttledPeriods,
      @Nullable Double stolenSeconds) {}
}

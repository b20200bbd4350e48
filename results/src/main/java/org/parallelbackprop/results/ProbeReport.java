package org.parallelbackprop.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker finds on this machine before any run; printed, not kept.
 *
 * @param machine the machine
 * @param conditions what may disturb its times
 * @param engines the engines of the worker's class path
 */
public record ProbeReport(
    Manifest.Machine machine, Conditions conditions, List<EngineProbe> engines) {

  /**
   * Whether an engine can run here.
   *
   * @param id the engine
   * @param reason what is missing, as a clause; null if it can
   * @param remedy what to do about it, as a sentence; null if it can
   */
  public record EngineProbe(String id, @Nullable String reason, @Nullable String remedy) {}

  public ProbeReport {
    engines = List.copyOf(engines);
  }
}

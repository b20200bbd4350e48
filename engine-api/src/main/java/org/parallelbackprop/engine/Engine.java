package org.parallelbackprop.engine;

import java.util.Optional;

/**
 * One way to train the network, found with {@link java.util.ServiceLoader} and chosen by {@link
 * #id()} only.
 *
 * <p>An engine is asked, in this order: {@link #probe()}, {@link #refusal}, {@link #open}. It does
 * the work it is asked for or says why not; it never substitutes another way of doing it.
 *
 * <p>Everything else that is known about an engine without loading its code (its options, the flags
 * of its JVM) stands in {@value EngineDescription#RESOURCE} of its jar.
 */
public interface Engine {

  /**
   * Name in experiment files, e.g. {@code cpu-threads}: lower-case, stable, never reused for other
   * numerics.
   */
  String id();

  /**
   * Says whether the engine can run here. Never throws and starts no work; it may load native
   * libraries.
   */
  Availability probe();

  /**
   * Says why the engine cannot do this work, empty if it can.
   *
   * @return a clause without a full stop that names the setting: "momentum is not supported"
   */
  Optional<String> refusal(TrainingSpec spec, EngineOptions options);

  /**
   * Prepares training: allocates, builds graphs, copies the initial parameters. The result trains
   * from {@code initial}.
   *
   * @throws EngineUnavailableException if the machine turns out to lack something
   * @throws IllegalArgumentException if {@link #refusal} has an objection, or {@code initial} is of
   *     another network
   */
  TrainingSession open(TrainingSpec spec, EngineOptions options, Parameters initial);

  /**
   * Measures, for seconds, what the device can do at most on which the engine computes. An engine
   * that overrides this says so by {@link EngineDescription#measuresDevice}.
   *
   * @return empty if it computes on the machine's processors, which need no engine to be measured
   * @throws EngineUnavailableException if {@link #probe()} says that it cannot run here
   */
  default Optional<DeviceRoofs> measureDevice() {
    return Optional.empty();
  }
}

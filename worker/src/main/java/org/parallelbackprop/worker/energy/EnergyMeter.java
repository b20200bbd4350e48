package org.parallelbackprop.worker.energy;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Energy;

/**
 * Reads the machine's energy counters before and after each epoch, outside of what is timed. Counts
 * whole processors and boards, and whatever else they do meanwhile.
 */
public final class EnergyMeter implements AutoCloseable {

  /** Fact of a session that trains on a GPU: its place on the PCI bus. */
  public static final String GPU_BUS_ID = "pci-bus-id";

  /** Where Linux shows the counters of processors. */
  private static final Path POWERCAP = Path.of("/sys/class/powercap");

  /** More than any processor package or its memory draws: nothing counts faster than that. */
  private static final double MOST_WATTS = 1000;

  private final List<EnergyCounter> counters;
  private final Map<EnergyCounter, List<Energy.Epoch>> epochs = new LinkedHashMap<>();
  private List<OptionalDouble> before = List.of();

  private EnergyMeter(List<EnergyCounter> counters) {
    this.counters = List.copyOf(counters);
    counters.forEach(counter -> epochs.put(counter, new ArrayList<>()));
  }

  /**
   * The counters of this machine that can be read, if any.
   *
   * @param facts of the session whose epochs are to be measured
   */
  public static EnergyMeter of(SortedMap<String, String> facts) {
    List<EnergyCounter> counters = new ArrayList<>(RaplZone.in(POWERCAP));
    String busId = facts.get(GPU_BUS_ID);
    if (busId != null) {
      NvmlDevice.at(busId).ifPresent(counters::add);
    }
    return new EnergyMeter(counters);
  }

  static EnergyMeter of(List<EnergyCounter> counters) {
    return new EnergyMeter(counters);
  }

  /** An epoch is about to begin. */
  public void start() {
    before = counters.stream().map(EnergyCounter::joules).toList();
  }

  /**
   * The epoch has ended.
   *
   * @param seconds what it took
   */
  public void stop(double seconds) {
    for (int i = 0; i < counters.size(); i++) {
      EnergyCounter counter = counters.get(i);
      Double joules = between(counter, before.get(i), counter.joules(), seconds);
      requireNonNull(epochs.get(counter)).add(new Energy.Epoch(joules));
    }
  }

  private static @Nullable Double between(
      EnergyCounter counter, OptionalDouble before, OptionalDouble after, double seconds) {
    if (before.isEmpty() || after.isEmpty() || seconds * MOST_WATTS >= counter.range()) {
      return null;
    }
    double joules = after.getAsDouble() - before.getAsDouble();
    return joules >= 0 ? joules : joules + counter.range();
  }

  /** What the epochs took so far; empty without counters. */
  public Optional<Energy> record() {
    return counters.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Energy(
                Energy.SCHEMA,
                epochs.entrySet().stream()
                    .map(entry ->
                        new Energy.Counter(
                            entry.getKey().name(), entry.getKey().part(), entry.getValue()))
                    .toList()));
  }

  @Override
  public void close() {
    counters.forEach(EnergyCounter::close);
  }
}

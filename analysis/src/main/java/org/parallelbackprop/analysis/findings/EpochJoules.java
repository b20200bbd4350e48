package org.parallelbackprop.analysis.findings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.results.Energy;

/** From counters to the energy of an epoch. */
final class EpochJoules {

  private EpochJoules() {}

  /**
   * Median energy of an epoch, by what was counted.
   *
   * @param energy what a run left; null for nothing
   * @param steadyFrom first epoch that counts, from 1
   */
  static Map<Energy.Part, Double> of(@Nullable Energy energy, int steadyFrom) {
    Map<Energy.Part, Double> medians = new EnumMap<>(Energy.Part.class);
    if (energy == null) {
      return medians;
    }
    for (Energy.Part part : Energy.Part.values()) {
      List<Energy.Counter> counters =
          energy.counters().stream().filter(counter -> counter.part() == part).toList();
      double[] epochs = known(counters, steadyFrom);
      if (epochs.length > 0) {
        medians.put(part, new Sample(epochs).median());
      }
    }
    return medians;
  }

  /** Sums over the counters for the epochs of which all of them tell. */
  private static double[] known(List<Energy.Counter> counters, int steadyFrom) {
    List<Double> sums = new ArrayList<>();
    int epochs = counters.stream().mapToInt(c -> c.epochs().size()).min().orElse(0);
    for (int epoch = steadyFrom; epoch <= epochs; epoch++) {
      double sum = 0;
      boolean known = true;
      for (Energy.Counter counter : counters) {
        Double joules = counter.epochs().get(epoch - 1).trainJoules();
        known &= joules != null;
        sum += joules == null ? 0 : joules;
      }
      if (known) {
        sums.add(sum);
      }
    }
    return sums.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

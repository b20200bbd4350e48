package org.parallelbackprop.analysis.equivalence;

import java.util.List;

/**
 * A verdict and what it rests on.
 *
 * @param verdict whether the same work was done
 * @param distances per tensor and moment; empty if there was nothing to compare
 */
public record WorkComparison(WorkVerdict verdict, List<TensorDistance> distances) {

  public WorkComparison {
    distances = List.copyOf(distances);
  }

  static WorkComparison without(WorkVerdict verdict) {
    return new WorkComparison(verdict, List.of());
  }
}

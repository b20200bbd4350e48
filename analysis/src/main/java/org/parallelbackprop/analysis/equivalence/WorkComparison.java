package org.parallelbackprop.analysis.equivalence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict and what it rests on.
 *
 * @param verdict whether the same work was done
 * @param distances per tensor and moment; empty if there was nothing to compare
 * @param curves distance of the learning curves; null unless they decided
 */
public record WorkComparison(
    WorkVerdict verdict, List<TensorDistance> distances, @Nullable CurveDistance curves) {

  public WorkComparison {
    distances = List.copyOf(distances);
  }

  static WorkComparison by(WorkVerdict verdict, List<TensorDistance> distances) {
    return new WorkComparison(verdict, distances, null);
  }

  static WorkComparison without(WorkVerdict verdict) {
    return by(verdict, List.of());
  }
}

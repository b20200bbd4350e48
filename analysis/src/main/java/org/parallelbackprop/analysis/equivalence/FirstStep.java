package org.parallelbackprop.analysis.equivalence;

import java.util.List;
import org.parallelbackprop.results.Tensor;

/**
 * How the first step of an engine relates to the baseline's: W_1 − W_0 over all layers.
 *
 * @param scale factor by which the baseline's step comes closest to the engine's
 * @param relativeDistance length of the difference of the steps over the length of the baseline's
 * @param residual the same after scaling
 */
record FirstStep(double scale, double relativeDistance, double residual) {

  /**
   * Relative size below which two steps are the same but for rounding of whatever kind. Four times
   * the unit round-off of TF32 and half precision, 2⁻¹¹: what is further apart is not rounding.
   */
  private static final double COARSEST_ROUNDING = 0x1p-9;

  static FirstStep of(Snapshot baseline, Snapshot candidate) {
    double product = 0;
    double baselineSquares = 0;
    double candidateSquares = 0;
    List<Tensor> start = baseline.start();
    for (int t = 0; t < start.size(); t++) {
      for (int i = 0; i < start.get(t).size(); i++) {
        double from = start.get(t).at(i);
        double own = baseline.oneStep().get(t).at(i) - from;
        double its = candidate.oneStep().get(t).at(i) - from;
        product += own * its;
        baselineSquares += own * own;
        candidateSquares += its * its;
      }
    }
    double scale = product / baselineSquares;
    double difference = baselineSquares - 2 * product + candidateSquares;
    double residual = candidateSquares - scale * product;
    return new FirstStep(
        scale,
        Math.sqrt(Math.max(0, difference) / baselineSquares),
        Math.sqrt(Math.max(0, residual) / baselineSquares));
  }

  /** What makes the steps differ, as far as they tell. */
  String difference() {
    if (relativeDistance <= COARSEST_ROUNDING) {
      return "coarser arithmetic than float32, such as TF32: the first step is off by %s of its length"
          .formatted(Decimal.of(relativeDistance));
    }
    if (residual <= COARSEST_ROUNDING) {
      return "another factor of loss or learning rate: the first step has the same direction and %s times the length"
          .formatted(Decimal.of(scale));
    }
    return "another loss, gradient or first batch: the first step is off by %s of its length"
        .formatted(Decimal.of(relativeDistance));
  }
}

package org.parallelbackprop.analysis.equivalence;

import java.util.Arrays;

/**
 * How far apart rounding alone can bring the parameters of two engines that do the same work in
 * float32.
 *
 * <p>A float32 sum of n products, computed in any order and with or without fused products, is off
 * by at most about λ√n·u times the sum of the products' magnitudes, u = 2⁻²⁴, if its rounding
 * errors are independent and of mean zero (N. J. Higham, T. Mary, "A new approach to probabilistic
 * rounding error analysis", SIAM Journal on Scientific Computing 41(5), 2019, theorem 3.1). What
 * follows is a model built on that, not a theorem: the error is taken relative to the result, as if
 * nothing cancelled, and λ = 2 stands for a norm over many sums, whose errors average, where for a
 * single one the theorem asks for more. Tests hold it against engines that do the same work and
 * against some that do not.
 *
 * <p><b>One step.</b> The gradient of layer l is the end of a chain of such sums: forward through
 * every layer k, over n_{k−1} inputs; back from the output to l, over n_k outputs of each layer k
 * behind it; and over the M examples of the mini-batch. Errors of a chain add to first order, so
 * the gradient's relative error in norm is at most λu·g_l with
 *
 * <pre>
 *   g_l = √M + Σ_{k=1…L} √n_{k−1} + Σ_{k=l+1…L} √n_k + 4L
 * </pre>
 *
 * <p>where 4L allows each activation and its derivative four roundings. The update rounds every
 * parameter once more. Two engines may err in opposite directions:
 *
 * <pre>
 *   ‖W_A − W_B‖ ≤ 2·(u·‖W_1‖ + λu·g_l·‖W_1 − W_0‖)
 * </pre>
 *
 * <p><b>S steps.</b> Each step rounds the parameters, independently of the others: λ√S·u·‖W_S‖.
 * Each adds the error of its gradient, in proportion to its length; the lengths together are taken
 * as the larger of S times the first and √S times the way from start to end, which a random walk of
 * S equal steps would have. That an early difference may grow is not in the bound, which is why it
 * is used for an epoch and, for longer runs, the learning curves decide.
 */
final class RoundingBound {

  /** Unit round-off of float32. */
  private static final double UNIT = 0x1p-24;

  private static final double LAMBDA = 2;
  private static final double ACTIVATION_ROUNDINGS = 4;

  private final int[] widths;
  private final int batch;

  /**
   * The bound for a network.
   *
   * @param network widths joined by hyphens
   * @param batch examples per mini-batch
   */
  RoundingBound(String network, int batch) {
    widths = Arrays.stream(network.split("-", -1)).mapToInt(Integer::parseInt).toArray();
    this.batch = batch;
  }

  /** Number of layers. */
  int layers() {
    return widths.length - 1;
  }

  /** g_l. */
  double chain(int layer) {
    double chain = Math.sqrt(batch) + ACTIVATION_ROUNDINGS * layers();
    for (int k = 1; k <= layers(); k++) {
      chain += Math.sqrt(widths[k - 1]);
      if (k > layer) {
        chain += Math.sqrt(widths[k]);
      }
    }
    return chain;
  }

  /**
   * Largest distance of a layer's parameters that rounding explains.
   *
   * @param layer l, from 1
   * @param steps S
   * @param norms norms of the parameters at the end, of the first step, and of all steps together
   */
  double distance(int layer, long steps, Norms norms) {
    double root = Math.sqrt((double) steps);
    double path = Math.max((double) steps * norms.firstStep(), root * norms.way());
    double stored = steps == 1 ? 1 : LAMBDA * root;
    return 2 * UNIT * (stored * norms.parameters() + LAMBDA * chain(layer) * path);
  }

  /**
   * Norms of one tensor of the baseline.
   *
   * @param parameters ‖W_S‖
   * @param firstStep ‖W_1 − W_0‖
   * @param way ‖W_S − W_0‖
   */
  record Norms(double parameters, double firstStep, double way) {}
}

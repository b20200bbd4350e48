package org.parallelbackprop.engine;

/** How many floating-point operations training takes, whatever an engine really executes. */
public final class OperationCount {

  private OperationCount() {}

  /**
   * Operations of one epoch: N · (6 · Σ n_{l−1}·n_l − 2 · n_0·n_1).
   *
   * <p>Per example and weight: 2 for the forward product, 2 for the weight gradient, 2 for the
   * gradient of the layer's inputs, which the first layer does not need. Biases, activations, loss
   * and update are left out; they are below one percent for the networks of the study. The 2016
   * report counted 10 per weight, also in the first layer, which made its GFLOP/s 2.5 (784-1024-10)
   * and 1.9 (784-1024-1024-10) times too high.
   *
   * @param examples N
   */
  public static double epoch(NetworkShape network, int examples) {
    double products = 0;
    for (int l = 1; l <= network.layers(); l++) {
      products += network.weightCount(l);
    }
    return examples * (6 * products - 2.0 * network.weightCount(1));
  }
}

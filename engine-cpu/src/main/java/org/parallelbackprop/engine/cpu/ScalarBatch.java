package org.parallelbackprop.engine.cpu;

import java.util.List;
import java.util.stream.IntStream;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;

/**
 * What the network computes for the examples of one mini-batch, an example a row.
 *
 * <p>Activations a_l and deltas δ_l = ∂L/∂z_l are [capacity, n_l], row-major, of which a mini-batch
 * uses the first M rows.
 */
final class ScalarBatch {

  private final int capacity;
  private final List<float[]> activations;
  private final List<float[]> deltas;

  /**
   * @param capacity most examples that it has to hold
   */
  ScalarBatch(NetworkShape network, int capacity) {
    this.capacity = capacity;
    this.activations = rows(network, 0);
    this.deltas = rows(network, 1);
  }

  private List<float[]> rows(NetworkShape network, int firstLayer) {
    return IntStream.rangeClosed(firstLayer, network.layers())
        .mapToObj(l -> new float[Math.multiplyExact(capacity, network.width(l))])
        .toList();
  }

  /** Puts an example's features into row {@code row} of a_0. */
  void setFeatures(int row, Examples examples, int example) {
    int n = examples.featureCount();
    System.arraycopy(examples.features(), example * n, activations(0), row * n, n);
  }

  /** Copies rows {@code from} … {@code to − 1} of a_l to rows from {@code first + from} on. */
  void copyActivations(int layer, int from, int to, float[] destination, int first) {
    int n = activations(layer).length / capacity;
    System.arraycopy(
        activations(layer), from * n, destination, (first + from) * n, (to - from) * n);
  }

  /** a_l, l = 0 … L; a_0 are the features. */
  float[] activations(int layer) {
    return activations.get(layer);
  }

  /** δ_l, l = 1 … L. */
  float[] deltas(int layer) {
    return deltas.get(layer - 1);
  }
}

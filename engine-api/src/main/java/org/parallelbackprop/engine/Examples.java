package org.parallelbackprop.engine;

import java.util.Arrays;
import java.util.Objects;

/**
 * Labelled examples, shared read-only by everybody who needs them.
 *
 * <p>The arrays are large (157 MB for MNIST's 50,000 training images) and therefore neither copied
 * in nor out: whoever holds them must not change them.
 */
public final class Examples {

  private final int count;
  private final int featureCount;
  private final int classes;
  private final float[] features;
  private final int[] labels;

  /**
   * Wraps arrays without copying them.
   *
   * @param featureCount features per example
   * @param classes number of classes; labels are 0 … classes − 1
   * @param features [count, featureCount], row-major, finite
   * @param labels [count]
   * @throws IllegalArgumentException if lengths do not match or a label is out of range
   */
  public Examples(int featureCount, int classes, float[] features, int[] labels) {
    this.count = labels.length;
    this.featureCount = featureCount;
    this.classes = classes;
    this.features = features;
    this.labels = labels;
    if (featureCount < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "features and classes must be positive, but got " + featureCount + " and " + classes);
    }
    if (features.length != Math.multiplyExact(count, featureCount)) {
      throw new IllegalArgumentException(
          count
              + " examples of "
              + featureCount
              + " features need "
              + ((long) count * featureCount)
              + " values, but got "
              + features.length);
    }
    for (int i = 0; i < count; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label " + labels[i] + " of example " + i + " is not in 0 … " + (classes - 1));
      }
    }
  }

  /** Number of examples, N. */
  public int count() {
    return count;
  }

  /** Features per example. */
  public int featureCount() {
    return featureCount;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** The features [count, featureCount], row-major; not a copy. */
  public float[] features() {
    return features;
  }

  /** The labels [count]; not a copy. */
  public int[] labels() {
    return labels;
  }

  /**
   * The first {@code n} examples, copied.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public Examples first(int n) {
    return range(0, n);
  }

  /**
   * Examples {@code from} … {@code to − 1}, copied.
   *
   * @throws IndexOutOfBoundsException if the range is not inside [0, count]
   */
  public Examples range(int from, int to) {
    Objects.checkFromToIndex(from, to, count);
    return new Examples(
        featureCount,
        classes,
        Arrays.copyOfRange(features, from * featureCount, to * featureCount),
        Arrays.copyOfRange(labels, from, to));
  }

  /**
   * Makes sure that a network can be trained with these.
   *
   * @throws IllegalArgumentException if features or classes do not match it
   */
  public void requireMatch(NetworkShape network) {
    requireFeatures(network);
    if (classes != network.outputs()) {
      throw new IllegalArgumentException(
          "examples of " + classes + " classes do not match " + network);
    }
  }

  /**
   * Makes sure that a network can compute outputs for these.
   *
   * @throws IllegalArgumentException if the features do not match it
   */
  public void requireFeatures(NetworkShape network) {
    if (featureCount != network.inputs()) {
      throw new IllegalArgumentException(
          "examples of " + featureCount + " features do not match " + network);
    }
  }
}

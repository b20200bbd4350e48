package org.parallelbackprop.results;

import java.util.List;

/** A named array of float32 values; immutable. */
public final class Tensor {

  private final String name;
  private final List<Integer> shape;
  private final float[] values;

  /**
   * Copies the values.
   *
   * @param name unique in its file
   * @param shape lengths of the dimensions
   * @param values row-major
   * @throws IllegalArgumentException if the shape has another number of values or a negative length
   */
  public Tensor(String name, List<Integer> shape, float[] values) {
    this.name = name;
    this.shape = List.copyOf(shape);
    this.values = values.clone();
    if (shape.stream().anyMatch(length -> length < 0)) {
      throw new IllegalArgumentException(name + " has a negative length: " + shape);
    }
    int count = shape.stream().reduce(1, Math::multiplyExact);
    if (count != values.length) {
      throw new IllegalArgumentException(
          name + " " + shape + " has " + count + " values, but got " + values.length);
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Lengths of the dimensions. */
  public List<Integer> shape() {
    return shape;
  }

  /** Number of values. */
  public int size() {
    return values.length;
  }

  /** A value of the row-major array. */
  public float at(int index) {
    return values[index];
  }
}

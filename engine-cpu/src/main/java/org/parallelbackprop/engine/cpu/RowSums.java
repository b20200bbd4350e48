package org.parallelbackprop.engine.cpu;

import java.util.Arrays;

/**
 * Sums of products for a few rows of a matrix at a time: all the work that takes time.
 *
 * <p>Forward step, deltas and weight gradients are each a matrix product, result(r, j) = Σ_k a(r,
 * k) · b(k, j). Here it is computed for {@value #ROWS} rows r together, so that row k of b is
 * fetched once for all of them.
 *
 * <p><b>Order of additions.</b> Every element is one chain: what the row was started with, then the
 * products in ascending k. The result does not depend on how rows are grouped.
 *
 * <p>One worker's own: it holds the rows that are being summed.
 */
final class RowSums {

  /** Rows summed together: with rows of 1024 they and a row of b fill 20 of 32 KB of L1. */
  static final int ROWS = 4;

  private final float[] sum0;
  private final float[] sum1;
  private final float[] sum2;
  private final float[] sum3;

  /** A copy of row k of b, since all arrays of {@link RowKernels} begin at element 0. */
  private final float[] term;

  /**
   * @param widest length of the longest row
   */
  RowSums(int widest) {
    sum0 = new float[widest];
    sum1 = new float[widest];
    sum2 = new float[widest];
    sum3 = new float[widest];
    term = new float[widest];
  }

  /**
   * The sums of a row.
   *
   * @param row 0 … {@value #ROWS} − 1
   */
  float[] row(int row) {
    return switch (row) {
      case 0 -> sum0;
      case 1 -> sum1;
      case 2 -> sum2;
      case 3 -> sum3;
      default -> throw new IndexOutOfBoundsException(row);
    };
  }

  /** A row of scratch, overwritten by {@link #addProducts}. */
  float[] scratch() {
    return term;
  }

  /** Starts all rows at 0. */
  void startAtZero(int columns) {
    for (int r = 0; r < ROWS; r++) {
      Arrays.fill(row(r), 0, columns, 0);
    }
  }

  /** Starts all rows at the same values. */
  void startAt(float[] values) {
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(values, 0, row(r), 0, values.length);
    }
  }

  /**
   * row(r)_j ← row(r)_j + Σ_k a(r, k) · b(k, j), k ascending, for r = 0 … rows − 1.
   *
   * <pre>
   *   a  element (r, k) at a[aOffset + r · aRowStride + k · aTermStride]
   *   b  [terms, columns], row-major
   * </pre>
   *
   * <p>The two strides let the same loops read a matrix or its transpose.
   */
  void addProducts(
      int rows,
      float[] a,
      int aOffset,
      int aRowStride,
      int aTermStride,
      float[] b,
      int terms,
      int columns) {
    for (int k = 0; k < terms; k++) {
      System.arraycopy(b, k * columns, term, 0, columns);
      for (int r = 0; r < rows; r++) {
        float scale = a[aOffset + r * aRowStride + k * aTermStride];
        RowKernels.addScaled(row(r), scale, term, columns);
      }
    }
  }
}

package org.parallelbackprop.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import org.parallelbackprop.engine.Activation;

/**
 * The inner loops, for one vector width.
 *
 * <p><b>Products.</b> {@link #packed}, {@link #panelled} and {@link #listed} compute a tile of T
 * rows by N columns, or by its first 16,
 *
 * <pre>
 *                      N columns
 *                  ┌──────────────┐
 *            B[k]  │ ▓▓▓▓▓▓ ▓▓▓▓▓ │  steps     for k = 0 … steps − 1
 *                  └──────────────┘              for i = 0 … T − 1  unrolled, in registers
 *            ┌─┐   ┌──────────────┐                for j            vectors
 *      A[k]  │░│   │              │                  C[i][j] ← fma(A[k][i], B[k][j], C[i][j])
 *   T values │░│   │ C, registers │ T
 *            └─┘   └──────────────┘
 *
 *   C[i][j] = F[i][j] + Σ_k A[k][i] · B[k][j]
 *
 *   f  F, the start   f[fStart + i·fRow + j]   a row of biases or zeros (fRow = 0), or a tile (N)
 *   c  C              c[cStart + N·i + j]      written; may be F's own tile
 * </pre>
 *
 * <p>where the operands of step k are
 *
 * <pre>
 *              A[k][i]                  B[k][j]
 *   packed     a[aStart + T·k + i]      b[bStart + N·k + j]
 *   panelled   a[aStart + N·k + i]      b[bStart + N·k + j]
 *   listed     a[aStart + T·k + i]      b[bStart + list[listStart + k] + j]
 * </pre>
 *
 * <p>and T and N are those of {@link #tiling}. With A in a panel there are up to N rows.
 *
 * <p>{@link #packedDescend}, {@link #panelledDescend} and {@link #listedDescend} do not store C,
 * which is a gradient, but update the tile of weights it belongs to while it is in registers:
 *
 * <pre>
 *   w[wStart + N·i + j] ← w − rate · (C[i][j] + decay · w)
 * </pre>
 *
 * <p><b>Order of summation.</b> Every element is one chain of fused multiply-adds that begins with
 * F and takes k in ascending order. Neither the width of the vectors nor the place of an element in
 * a tile has a part in it; and a sum cut into several calls, each starting from the last one's C,
 * has the same bits as one call. Steps left out because A[k] is zero in all rows change nothing:
 * fma(0, b, c) = c for finite b. (The one exception is the sign of a sum that is exactly zero: −0,
 * which takes an underflow to reach, would become +0.)
 *
 * <p><b>Cost.</b> 2 · rows · columns · steps operations. A step takes
 *
 * <pre>
 *                    multiply-adds   broadcasts   vectors of B   accumulators, of registers
 *   512 bits, 8 × 32       16             8             2                 16 of 32
 *            12 × 32       24            12             2                 24 of 32
 *   256 bits, 6 × 16       12             6             2                 12 of 16
 *   128 bits, 4 × 8         8             4             2                  8 of 16 or 32
 * </pre>
 *
 * <p>and a core that begins two multiply-adds in a cycle hides their latency of four behind eight
 * accumulators or more. Twelve rows are a tile and a half, for tiles that take the same B ({@link
 * #packedTiles}); a tile of 8 rows with 128 bits is two blocks of 4.
 *
 * <p><b>Element-wise loops</b> take ranges whose length is a multiple of the vectors', and treat
 * all elements alike.
 */
public abstract class VectorKernels {

  /** The kernels for vectors of 512, 256 or 128 bits. */
  public static VectorKernels ofBits(int bits) {
    return switch (bits) {
      case 512 -> new VectorKernels512();
      case 256 -> new VectorKernels256();
      case 128 -> new VectorKernels128();
      default -> throw new IllegalArgumentException("there are no vectors of " + bits + " bits");
    };
  }

  VectorKernels() {}

  /** The width that the platform computes fastest with. */
  public static int preferredBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /** Rows and columns of a tile, by which the operands have to be laid out. */
  abstract Tiling tiling();

  /** Rows of a tile, of {@link #packed} and {@link #listed}. */
  public final int tileRows() {
    return tiling().rows();
  }

  /** Columns of a panel. */
  public final int panelWidth() {
    return tiling().width();
  }

  /** C = F + Aᵀ·B with A in a pack. */
  public abstract void packed(
      int columns,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      int fRow,
      float[] c,
      int cStart);

  /** How many tiles {@link #packedTiles} likes to be given a multiple of. */
  int tilesTogether() {
    return 1;
  }

  /**
   * {@link #packed} for some tiles with one row F for all. With registers for a tile and a half, it
   * takes three tiles as two such, which read a third fewer rows of B from the second-level cache.
   *
   * @param tiles how many; in C each follows the one before
   * @param aTile from a tile's A to the next one's
   */
  public void packedTiles(
      int tiles,
      int columns,
      int steps,
      float[] a,
      int aStart,
      int aTile,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      float[] c,
      int cStart) {
    int tileSize = tiling().tileSize();
    for (int tile = 0; tile < tiles; tile++) {
      int at = cStart + tile * tileSize;
      packed(columns, steps, a, aStart + tile * aTile, b, bStart, f, fStart, 0, c, at);
    }
  }

  /**
   * C = F + Aᵀ·B with A in a panel.
   *
   * @param rows how many are wanted, 1 … N; some more, up to N, may be computed
   */
  public abstract void panelled(
      int rows,
      int columns,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      int fRow,
      float[] c,
      int cStart);

  /** w ← w − rate · (F + Aᵀ·B + decay · w) with A in a pack. */
  abstract void packedDescend(
      int columns,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      int fRow,
      float[] w,
      int wStart,
      float rate,
      float decay);

  /** w ← w − rate · (F + Aᵀ·B + decay · w) with A in a panel, rows as in {@link #panelled}. */
  abstract void panelledDescend(
      int rows,
      int columns,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      int fRow,
      float[] w,
      int wStart,
      float rate,
      float decay);

  /** C = F + Aᵀ·B over the rows of B in a list. */
  public abstract void listed(
      int columns,
      int[] list,
      int listStart,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      int fRow,
      float[] c,
      int cStart);

  /** w ← w − rate · (F + Aᵀ·B + decay · w) over the rows of B in a list. */
  abstract void listedDescend(
      int columns,
      int[] list,
      int listStart,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      int fRow,
      float[] w,
      int wStart,
      float rate,
      float decay);

  /**
   * Packs T rows: to[toStart + T·k + i] = from[starts[at + i] + k] for k &lt; columns, a multiple
   * of 16.
   */
  abstract void packRows(int columns, float[] from, int[] starts, int at, float[] to, int toStart);

  /**
   * Packs some columns of T rows: to[toStart + T·k + i] = from[starts[at + i] + list[listStart +
   * k]] for k &lt; count.
   */
  abstract void packListed(
      int[] list,
      int listStart,
      int count,
      float[] from,
      int[] starts,
      int at,
      float[] to,
      int toStart);

  /** Packs T rows of a panel: to[toStart + T·j + i] = from[start + N·i + j] for j &lt; N. */
  abstract void packPanel(float[] from, int start, float[] to, int toStart);

  /**
   * Transposes a square of panels: to[toStart + N·j + i] = from[fromStart + N·i + j], i, j &lt; N.
   */
  abstract void transpose(float[] from, int fromStart, float[] to, int toStart);

  /** Copies T elements. */
  abstract void copyTileRow(float[] from, int fromStart, float[] to, int toStart);

  /** x ← 1 / (1 + e^−x). */
  public abstract void sigmoid(float[] x, int start, int count);

  /** x ← tanh x. */
  abstract void tanh(float[] x, int start, int count);

  /** x ← max(x, 0). */
  abstract void relu(float[] x, int start, int count);

  /** x ← e^x, for x ≤ 0. */
  public abstract void exp(float[] x, int start, int count);

  /** d ← d · a(1 − a). */
  abstract void timesSigmoidDerivative(float[] d, int dStart, float[] a, int aStart, int count);

  /** d ← d · (1 − a²). */
  abstract void timesTanhDerivative(float[] d, int dStart, float[] a, int aStart, int count);

  /** d ← d where a &gt; 0, else 0. */
  abstract void timesReluDerivative(float[] d, int dStart, float[] a, int aStart, int count);

  /** sum[j] ← sum[j] + Σ_row d[N·row + j] for j &lt; N, rows ascending. */
  abstract void addRows(int rows, float[] d, int dStart, float[] sum, int sumStart);

  /** w ← w − rate · (g + decay · w). */
  abstract void descend(
      float[] w, int wStart, float[] g, int gStart, int count, float rate, float decay);

  /** v ← momentum · v + (g + decay · w), then w ← w − rate · v; w and v start at the same index. */
  abstract void descendWithMomentum(
      float[] w,
      float[] v,
      int start,
      float[] g,
      int gStart,
      int count,
      float rate,
      float decay,
      float momentum);

  /** x ← σ(x). */
  public final void activate(Activation activation, float[] x, int start, int count) {
    switch (activation) {
      case SIGMOID -> sigmoid(x, start, count);
      case TANH -> tanh(x, start, count);
      case RELU -> relu(x, start, count);
    }
  }

  /** d ← d · σ′, from the values a = σ(z). */
  public final void timesDerivative(
      Activation activation, float[] d, int dStart, float[] a, int aStart, int count) {
    switch (activation) {
      case SIGMOID -> timesSigmoidDerivative(d, dStart, a, aStart, count);
      case TANH -> timesTanhDerivative(d, dStart, a, aStart, count);
      case RELU -> timesReluDerivative(d, dStart, a, aStart, count);
    }
  }
}

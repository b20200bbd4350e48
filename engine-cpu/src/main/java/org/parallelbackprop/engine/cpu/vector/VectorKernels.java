package org.parallelbackprop.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import org.parallelbackprop.engine.Activation;

/**
 * The inner loops, for one vector width.
 *
 * <p><b>Products.</b> All matrices lie in panels of N columns ({@link Tiling}). {@link #product}
 * computes A·B, {@link #gradient} Aᵀ·B, both block by block of C, N columns wide, or only the first
 * 16 of them:
 *
 * <pre>
 *                      N columns
 *                  ┌──────────────┐
 *            B[k]  │ ▓▓▓▓▓▓ ▓▓▓▓▓ │  steps     for k = 0 … steps − 1
 *                  └──────────────┘              for i = 0 … rows − 1  unrolled, in registers
 *            ┌─┐   ┌──────────────┐                for j               vectors
 *   A(i, k)  │░│   │              │                  C[i][j] ← fma(A(i, k), B[k][j], C[i][j])
 *      rows  │░│   │ C, registers │ rows
 *            └─┘   └──────────────┘
 *
 *   C[i][j] = F[i][j] + Σ_k A(i, k) · B[k][j]
 *
 *   F[i][j]  f[fStart + i·fRow + j]    the start: a row of biases or zeros (fRow = 0), or a tile (N)
 *   B[k][j]  b[bStart + N·k + j]
 *   C[i][j]  c[cStart + N·i + j]       written; may be F's own tile
 *
 *   A(i, k)  product     a[aStart + aPanel·(k div N) + N·i + k mod N]    rows of A, across panels
 *            gradient    a[aStart + N·k + i]                             columns of one panel of A
 * </pre>
 *
 * <p>The A of a step are broadcast from wherever they lie, so that there is one layout for both
 * products. {@link #listedProduct} and {@link #listedGradient} take only those k that a list has,
 * in its order: {@code list[listStart], …, list[listStart + steps − 1]}. A listed gradient has few
 * rows, which have more zeros in common than many, and where registers allow and a worker has them,
 * two panels of B and C at once: columns from N on are those of the next panel, {@code bPanel},
 * {@code fPanel} and {@code cPanel} from the first.
 *
 * <p>{@link #gradientDescend} and {@link #listedGradientDescend} do not store C, but update the
 * tile of weights whose gradient it is while it is in registers:
 *
 * <pre>
 *   w[wStart + N·i + j] ← w − rate · (C[i][j] + decay · w)
 * </pre>
 *
 * <p><b>Order of summation.</b> Every element is one chain of fused multiply-adds that begins with
 * F and takes k in ascending order. Neither the width of the vectors nor the place of an element in
 * a tile has a part in it; and a sum cut into several calls, each starting from the last one's C,
 * has the same bits as one call. Steps left out because A(i, k) is zero in all rows change nothing:
 * fma(0, b, c) = c for finite b. (The one exception is the sign of a sum that is exactly zero: −0,
 * which takes an underflow to reach, would become +0.)
 *
 * <p><b>Cost.</b> 2 · rows · columns · steps operations. A step takes
 *
 * <pre>
 *                    multiply-adds   broadcasts   vectors of B   accumulators, of registers
 *   512 bits, 8 × 32       16             8             2                 16 of 32
 *            12 × 32       24            12             2                 24 of 32
 *            24 × 16       24            24             1                 24 of 32
 *   256 bits, 6 × 16       12             6             2                 12 of 16
 *   128 bits, 4 × 8         8             4             2                  8 of 16 or 32
 *   a group, 4 × 64        16             4             4                 16 of 32
 *            8 × 32        16             8             2                 16 of 32
 * </pre>
 *
 * <p>and a core that begins two multiply-adds in a cycle hides their latency of four behind eight
 * accumulators or more. The blocks of 24 accumulators are {@link #product}'s, which reads a third
 * fewer rows of B with them.
 *
 * <p><b>Element-wise loops</b> take ranges whose length is a multiple of the vectors', and treat
 * all elements alike.
 */
public abstract class VectorKernels {

  private final Tiling tiling;

  VectorKernels(Tiling tiling) {
    this.tiling = tiling;
  }

  /** The kernels for vectors of 512, 256 or 128 bits. */
  public static VectorKernels ofBits(int bits) {
    return ofBits(bits, Integer.MAX_VALUE, 1);
  }

  /** The same for workers who share so many units of the first layer. */
  static VectorKernels ofBits(int bits, int units, int workers) {
    return switch (bits) {
      case 512 -> new VectorKernels512(units, workers);
      case 256 -> new VectorKernels256(units, workers);
      case 128 -> new VectorKernels128(units, workers);
      default -> throw new IllegalArgumentException("there are no vectors of " + bits + " bits");
    };
  }

  /** The width that the platform computes fastest with. */
  public static int preferredBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /** Rows and columns of a tile, by which the operands have to be laid out. */
  final Tiling tiling() {
    return tiling;
  }

  /** T, rows of a tile. */
  public final int tileRows() {
    return tiling.rows();
  }

  /** N, columns of a panel. */
  public final int panelWidth() {
    return tiling.width();
  }

  /** S, inputs of a group, whose gradients go through a list together. */
  public final int groupRows() {
    return tiling.groupRows();
  }

  /** Columns for which they do so at once, those of one panel or several. */
  public final int groupColumns() {
    return tiling.groupPanels() * tiling.width();
  }

  /**
   * C = F + A·B.
   *
   * @param rows whole tiles of T
   * @param columns N, or 16
   * @param aPanel from one panel of A to the next
   */
  public abstract void product(
      int rows,
      int columns,
      int steps,
      float[] a,
      int aStart,
      int aPanel,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      float[] c,
      int cStart);

  /** One tile of T rows of {@link #product} over the columns of A in a list. */
  public abstract void listedProduct(
      int columns,
      int[] list,
      int listStart,
      int steps,
      float[] a,
      int aStart,
      int aPanel,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      float[] c,
      int cStart);

  /**
   * C = F + Aᵀ·B.
   *
   * @param rows how many are wanted, 1 … N; some more, up to N, may be computed
   */
  public abstract void gradient(
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

  /** w ← w − rate · (F + Aᵀ·B + decay · w). */
  public abstract void gradientDescend(
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

  /**
   * {@link #gradient} over the rows of A and B in a list.
   *
   * @param rows those of one of a panel's groups ({@link Tiling#groupSize})
   * @param columns N, or 16, or those of as many panels as a list is gone through for at once
   * @param bPanel from one panel of B to the next, if there are two
   * @param fPanel from one panel of F to the next
   * @param cPanel from one panel of C to the next
   */
  public abstract void listedGradient(
      int rows,
      int columns,
      int[] list,
      int listStart,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      int bPanel,
      float[] f,
      int fStart,
      int fRow,
      int fPanel,
      float[] c,
      int cStart,
      int cPanel);

  /** {@link #gradientDescend} over the rows of A and B in a list. */
  abstract void listedGradientDescend(
      int rows,
      int columns,
      int[] list,
      int listStart,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      int bPanel,
      float[] f,
      int fStart,
      int fRow,
      int fPanel,
      float[] w,
      int wStart,
      int wPanel,
      float rate,
      float decay);

  /**
   * Copies rows into panels: to[toStart + toPanel·(j div N) + N·i + j mod N] = from[starts[first +
   * i] + j] for i &lt; rows and N · panel ≤ j &lt; columns. Side by side, as each waits for memory.
   *
   * @param panel the first to write
   * @param columns where those to write end
   */
  abstract void copyRows(
      int rows,
      int panel,
      int columns,
      float[] from,
      int[] starts,
      int first,
      float[] to,
      int toStart,
      int toPanel);

  /**
   * {@link #copyRows} from {@link PackedFeatures}, a row of which begins at from[starts[first +
   * i]]; with zeros up to the end of the last panel.
   */
  abstract void unpackRows(
      int rows,
      int panel,
      int columns,
      int[] from,
      int[] starts,
      int first,
      float[] to,
      int toStart,
      int toPanel);

  /**
   * Transposes a square of panels: to[toStart + N·j + i] = from[fromStart + N·i + j], i, j &lt; N.
   */
  abstract void transpose(float[] from, int fromStart, float[] to, int toStart);

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

package org.parallelbackprop.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import org.parallelbackprop.engine.Activation;

/**
 * The inner loops, for one vector width.
 *
 * <p><b>Products.</b> {@link #packed}, {@link #panelled} and {@link #listed} compute a tile of 8
 * rows by 16 or 32 columns,
 *
 * <pre>
 *                      columns
 *                  ┌──────────────┐
 *            B[k]  │ ▓▓▓▓▓▓ ▓▓▓▓▓ │  steps     for k = 0 … steps − 1
 *                  └──────────────┘              for i = 0 … 7      unrolled, in registers
 *            ┌─┐   ┌──────────────┐                for j            vectors
 *      A[k]  │░│   │              │                  C[i][j] ← fma(A[k][i], B[k][j], C[i][j])
 *   8 values │░│   │ C, registers │ 8
 *            └─┘   └──────────────┘
 *
 *   C[i][j] = F[i][j] + Σ_k A[k][i] · B[k][j]
 *
 *   f  F, the start   f[fStart + i·fRow + j]   a row of biases or zeros (fRow = 0), or a tile (32)
 *   c  C              c[cStart + 32i + j]      written; may be F's own tile
 * </pre>
 *
 * <p>where the operands of step k are
 *
 * <pre>
 *              A[k][i]                  B[k][j]
 *   packed     a[aStart + 8k + i]       b[bStart + 32k + j]
 *   panelled   a[aStart + 32k + i]      b[bStart + 32k + j]
 *   listed     a[aStart + 8k + i]       b[bStart + list[listStart + k] + j]
 * </pre>
 *
 * <p>{@link #packedDescend}, {@link #panelledDescend} and {@link #listedDescend} do not store C,
 * which is a gradient, but update the tile of weights it belongs to while it is in registers:
 *
 * <pre>
 *   w[wStart + 32i + j] ← w − rate · (C[i][j] + decay · w)
 * </pre>
 *
 * <p><b>Order of summation.</b> Every element is one chain of fused multiply-adds that begins with
 * F and takes k in ascending order. Neither the width of the vectors nor the place of an element in
 * a tile has a part in it; and a sum cut into several calls, each starting from the last one's C,
 * has the same bits as one call. Steps left out because A[k] is zero in all 8 rows change nothing:
 * fma(0, b, c) = c for finite b. (The one exception is the sign of a sum that is exactly zero: −0,
 * which takes an underflow to reach, would become +0.)
 *
 * <p><b>Cost.</b> 2 · 8 · columns · steps operations. A step of a full tile with 512-bit vectors is
 * 16 multiply-adds, 8 broadcasts and 2 loads: two multiply-adds and 1.25 loads in each cycle. Where
 * tiles that follow each other take the same B, {@link #packedTiles} computes 12 rows at a time: 24
 * multiply-adds, 12 broadcasts and 2 loads.
 *
 * <p><b>Element-wise loops</b> take ranges whose length is a multiple of 16, and treat all elements
 * alike.
 */
public abstract class VectorKernels {

  /** Tiles that {@link #packedTiles} likes to be given a multiple of. */
  static final int TILES_TOGETHER = 3;

  private static final int TILE_SIZE = Panels.TILE * Panels.WIDTH;
  private static final int HALF_TILE = TILE_SIZE / 2;
  private static final int HALF_PACK = Panels.TILE / 2;

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

  /** Bits of a vector. */
  abstract int bits();

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

  /**
   * {@link #packed} for 12 rows of 32 columns with one row F for all: the 8 of a tile, and half of
   * another one, whose rows lie in the pack as those of the tile do.
   *
   * @param aStart index of A of the tile
   * @param aHalf index of A of the other tile's first or fifth row
   * @param cStart index of C of the tile
   * @param cHalf index of C of the other tile's first or fifth row
   */
  abstract void packedTall(
      int steps,
      float[] a,
      int aStart,
      int aHalf,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      float[] c,
      int cStart,
      int cHalf);

  /**
   * {@link #packed} for some tiles with one row F for all: three at a time as twice 12 rows, which
   * take a third fewer rows of B from the second-level cache than tile by tile.
   *
   * @param tiles how many; in C each follows the one before
   * @param aTile from a tile's A to the next one's
   */
  public final void packedTiles(
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
    int tile = 0;
    if (columns == Panels.WIDTH) {
      for (; tile + TILES_TOGETHER <= tiles; tile += TILES_TOGETHER) {
        int a0 = aStart + tile * aTile;
        int a1 = a0 + aTile;
        int c0 = cStart + tile * TILE_SIZE;
        int c1 = c0 + TILE_SIZE;
        packedTall(steps, a, a0, a1, b, bStart, f, fStart, c, c0, c1);
        packedTall(
            steps,
            a,
            a1 + aTile,
            a1 + HALF_PACK,
            b,
            bStart,
            f,
            fStart,
            c,
            c1 + TILE_SIZE,
            c1 + HALF_TILE);
      }
    }
    for (; tile < tiles; tile++) {
      int at = cStart + tile * TILE_SIZE;
      packed(columns, steps, a, aStart + tile * aTile, b, bStart, f, fStart, 0, c, at);
    }
  }

  /** C = F + Aᵀ·B with A in a panel. */
  public abstract void panelled(
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

  /** w ← w − rate · (F + Aᵀ·B + decay · w) with A in a panel. */
  abstract void panelledDescend(
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
   * Packs 8 rows that start at r0 … r7: to[toStart + 8k + i] = from[r_i + k] for k &lt; columns, a
   * multiple of 16.
   */
  abstract void pack(
      int columns,
      float[] from,
      int r0,
      int r1,
      int r2,
      int r3,
      int r4,
      int r5,
      int r6,
      int r7,
      float[] to,
      int toStart);

  /**
   * Transposes a square of panels: to[toStart + 32j + i] = from[fromStart + 32i + j], i, j &lt; 32.
   */
  abstract void transpose(float[] from, int fromStart, float[] to, int toStart);

  /** Copies 8 elements. */
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

  /** sum[j] ← sum[j] + Σ_row d[32·row + j] for j &lt; 32, rows ascending. */
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

  /** Packs 8 rows of a panel: to[8j + i] = from[32i + j] for i &lt; 8, j &lt; 32. */
  final void packPanel(float[] from, int start, float[] to, int toStart) {
    int row = Panels.WIDTH;
    pack(
        Panels.WIDTH,
        from,
        start,
        start + row,
        start + 2 * row,
        start + 3 * row,
        start + 4 * row,
        start + 5 * row,
        start + 6 * row,
        start + 7 * row,
        to,
        toStart);
  }
}

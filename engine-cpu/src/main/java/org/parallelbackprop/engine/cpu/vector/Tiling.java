package org.parallelbackprop.engine.cpu.vector;

/**
 * How matrices lie in memory so that the micro-kernels read them in long runs.
 *
 * <pre>
 *   panels   [⌈n/N⌉][rows][N]      columns in groups of N, each group row by row: what is
 *                                  read and written as vectors
 *   packs    [⌈rows/T⌉][n][T]      rows in groups of T, each group column by column: what is
 *                                  broadcast element by element
 * </pre>
 *
 * <p>Columns from n up to the next multiple of N are padding: they are computed along with the
 * others, hold 0 in weights and deltas, and no sum ever includes them.
 *
 * <p>T rows by N columns are what {@link VectorKernels} compute from one pack and one panel. They
 * depend on the vectors' width, 8 × 32 with 512 bits, 6 × 16 with 256, 8 × 8 with 128; sums do not
 * depend on them.
 *
 * @param rows T, rows of a pack and of a tile of a product
 * @param width N, columns of a panel and of a tile
 */
record Tiling(int rows, int width) {

  /**
   * Index of the first element in use. An array's elements start 16 bytes behind its own start,
   * which {@code -XX:ObjectAlignmentInBytes=64} puts at the start of a cache line; 12 floats on, no
   * vector straddles two lines. Without the flag everything works, some percent slower.
   */
  static final int ORIGIN = 12;

  /** Floats, or ints, of a cache line. */
  static final int LINE = 16;

  /** Number of panels that hold so many columns. */
  int panels(int columns) {
    return Math.ceilDiv(columns, width);
  }

  /** So many columns, rounded up to whole panels. */
  long padded(int columns) {
    return (long) panels(columns) * width;
  }

  /** Number of packs, or tiles, that hold so many rows. */
  int tiles(int count) {
    return Math.ceilDiv(count, rows);
  }

  /** Floats of a tile of a product. */
  int tileSize() {
    return rows * width;
  }

  /**
   * Columns of a panel that have to be computed: 16 are enough for a last panel that has no more,
   * such as the one of ten outputs.
   */
  int columns(int columns, int panel) {
    return columns - panel * width <= LINE ? Math.min(LINE, width) : width;
  }

  /**
   * Floats from one pack over so many columns to the next. The line of padding keeps an element of
   * neighbouring packs, which are written together, out of one set of the first-level cache.
   */
  int packStride(int columns) {
    return rows * columns + LINE;
  }

  /**
   * Zeros.
   *
   * @throws IllegalArgumentException if one array cannot hold them
   */
  static float[] allocate(long rows, long width) {
    if (!fits(rows, width)) {
      throw new IllegalArgumentException(
          rows + " × " + width + " elements are more than one array holds");
    }
    return new float[ORIGIN + (int) (rows * width)];
  }

  /** Whether an array can hold a matrix of this size. */
  static boolean fits(long rows, long width) {
    return rows * width <= Integer.MAX_VALUE - Long.BYTES - ORIGIN;
  }

  /** Start of part {@code index} when a total is cut into almost equal parts. */
  static int cut(int total, int parts, int index) {
    return (int) ((long) total * index / parts);
  }
}

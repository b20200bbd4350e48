package org.parallelbackprop.engine.cpu.vector;

/**
 * How matrices lie in memory so that the micro-kernels read them in long runs.
 *
 * <pre>
 *   panels   [⌈n/32⌉][rows][32]      columns in groups of 32, each group row by row: what is
 *                                    read and written as vectors
 *   packs    [⌈rows/8⌉][n][8]        rows in groups of 8, each group column by column: what is
 *                                    broadcast element by element
 * </pre>
 *
 * <p>Columns from n up to the next multiple of 32 are padding: they are computed along with the
 * others, hold 0 in weights and deltas, and no sum ever includes them.
 */
final class Panels {

  /** Columns of a panel, two vectors of 512 bits. */
  static final int WIDTH = 32;

  /** Rows of a pack, and of the tile of a product that stays in registers. */
  static final int TILE = 8;

  /**
   * Index of the first element in use. An array's elements start 16 bytes behind its own start,
   * which {@code -XX:ObjectAlignmentInBytes=64} puts at the start of a cache line; 12 floats on, no
   * vector straddles two lines. Without the flag everything works, some percent slower.
   */
  static final int ORIGIN = 12;

  /** Floats, or ints, of a cache line. */
  static final int LINE = 16;

  private Panels() {}

  /** Number of panels that hold so many columns. */
  static int panels(int columns) {
    return Math.ceilDiv(columns, WIDTH);
  }

  /** Number of packs that hold so many rows. */
  static int tiles(int rows) {
    return Math.ceilDiv(rows, TILE);
  }

  /**
   * Columns of a panel that have to be computed: 16 are enough for a last panel that is at most
   * half full, such as the one of ten outputs.
   */
  static int columns(int columns, int panel) {
    return columns - panel * WIDTH <= WIDTH / 2 ? WIDTH / 2 : WIDTH;
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

  /**
   * Floats from one pack over so many rows to the next. The line of padding keeps a row of
   * neighbouring packs, which are written together, out of one set of the first-level cache.
   */
  static int packStride(int rows) {
    return TILE * rows + LINE;
  }

  /** Start of part {@code index} when a total is cut into almost equal parts. */
  static int cut(int total, int parts, int index) {
    return (int) ((long) total * index / parts);
  }
}

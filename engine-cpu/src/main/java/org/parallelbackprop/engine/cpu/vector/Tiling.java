package org.parallelbackprop.engine.cpu.vector;

/**
 * How matrices lie in memory so that the micro-kernels read them in long runs.
 *
 * <pre>
 *   panels   [⌈n/N⌉][rows][N]      columns in groups of N, each group row by row
 * </pre>
 *
 * <p>Columns from n up to the next multiple of N are padding: they are computed along with the
 * others, hold 0 in inputs, weights and deltas, and no sum ever includes them.
 *
 * <p>T rows by N columns are what {@link VectorKernels} compute at once. They depend on the
 * vectors' width, 8 × 32 with 512 bits, 6 × 16 with 256, 4 × 8 with 128; sums do not depend on
 * them.
 *
 * <p>The columns of a panel are also cut into groups of S, the last of which may be smaller: the
 * inputs for which a gradient leaves out the examples that are zero in all. S is 4, 6, 4; or 8 with
 * 512 bits for workers with a single panel of units, as 4 would be too few accumulators.
 *
 * @param rows T, rows of a tile of a product
 * @param width N, columns of a panel and of a tile
 * @param groupRows S, inputs that share a list of the examples that have one
 * @param groupPanels panels of a layer's units for which such a list is gone through at once
 */
record Tiling(int rows, int width, int groupRows, int groupPanels) {

  /**
   * Index of the first element in use. An array's elements start 16 bytes behind its own start,
   * which {@code -XX:ObjectAlignmentInBytes=64} puts at the start of a cache line; 12 floats on, no
   * vector straddles two lines. Without the flag everything works, some percent slower.
   */
  static final int ORIGIN = 12;

  /** Floats, or ints, of a cache line. */
  static final int LINE = 16;

  /**
   * The same for workers who share the units of a layer: if they have fewer panels than a list is
   * gone through for at once, then it is gone through for one panel and as many times the inputs.
   */
  Tiling forShares(int units, int workers) {
    return panels(units) / workers >= groupPanels
        ? this
        : new Tiling(rows, width, groupRows * groupPanels, 1);
  }

  /** Number of panels that hold so many columns. */
  int panels(int columns) {
    return Math.ceilDiv(columns, width);
  }

  /** So many columns, rounded up to whole panels. */
  long padded(int columns) {
    return (long) panels(columns) * width;
  }

  /** Number of tiles that hold so many rows. */
  int tiles(int count) {
    return Math.ceilDiv(count, rows);
  }

  /**
   * Floats from one panel of so many rows to the next. The line of padding keeps a row's places in
   * all panels out of one set of the first-level cache.
   */
  int panelLength(int count) {
    return count * width + LINE;
  }

  /**
   * Columns of a panel that have to be computed: 16 are enough for a last panel that has no more,
   * such as the one of ten outputs.
   */
  int columns(int columns, int panel) {
    return columns - panel * width <= LINE ? Math.min(LINE, width) : width;
  }

  /** {@link #columns} of several panels, which are all wide. */
  int columns(int columns, int panel, int panels) {
    return panels > 1 ? panels * width : columns(columns, panel);
  }

  /**
   * Panels of some that are gone through at once: all, if none is narrow.
   *
   * @param columns of all panels
   * @param panel the first
   * @param panels how many
   */
  int panelsAtOnce(int columns, int panel, int panels) {
    return columns(columns, panel + panels - 1) == width ? panels : 1;
  }

  /** Number of groups of S columns, panel by panel. */
  int groups(int columns) {
    return columns / width * groupsPerPanel() + Math.ceilDiv(columns % width, groupRows);
  }

  /** The group that a column belongs to. */
  int group(int column) {
    return column / width * groupsPerPanel() + column % width / groupRows;
  }

  /** First column of a group. */
  int groupStart(int group) {
    return group / groupsPerPanel() * width + group % groupsPerPanel() * groupRows;
  }

  /** Columns of a group: S, or what is left of a panel. */
  int groupSize(int group) {
    return Math.min(groupRows, width - group % groupsPerPanel() * groupRows);
  }

  private int groupsPerPanel() {
    return Math.ceilDiv(width, groupRows);
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

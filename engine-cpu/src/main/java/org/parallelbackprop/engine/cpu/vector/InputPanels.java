package org.parallelbackprop.engine.cpu.vector;

/**
 * The inputs of one chunk of a mini-batch, and lists of those that are not zero.
 *
 * <p>With a mask the forward product takes for each tile only those inputs that are not zero in all
 * T rows, and the weight gradient for each group of S inputs only those rows that are not zero in
 * all of them. What is left out is a product with an exact zero and changes no sum. Four fifths of
 * MNIST's pixels are zero: of 8 random images together 47 percent of the pixels are on, of 6 it is
 * 44; and of 6 neighbouring pixels any is on in 33 percent of the images, of 4 in 28.
 */
final class InputPanels {

  private final VectorKernels kernels;
  private final Tiling tiling;
  private final int inputs;
  private final int groupCount;
  private final int rows;
  final Panels values;

  /** Inputs that are on in a tile. */
  final int[] tileList;

  /** Rows in which a group is on. */
  final int[] groupList;

  private final int[] tileSteps;

  /** Where the features of each row begin. */
  private final int[] rowStarts;

  /** One counter to a cache line, as workers count up neighbouring groups at the same time. */
  private final int[] groupSteps;

  /**
   * Allocates.
   *
   * @param rows most rows of a chunk, whole tiles
   */
  InputPanels(VectorKernels kernels, int inputs, int rows) {
    this.kernels = kernels;
    tiling = kernels.tiling();
    this.inputs = inputs;
    this.rows = rows;
    values = new Panels(tiling, inputs, rows);
    tileList = new int[tiling.tiles(rows) * inputs];
    groupCount = tiling.groups(inputs);
    groupList = new int[groupCount * rows];
    tileSteps = new int[tiling.tiles(rows)];
    rowStarts = new int[rows];
    groupSteps = new int[groupCount * Tiling.LINE];
  }

  /** Number of groups of at most S inputs. */
  int groupCount() {
    return groupCount;
  }

  /** Where the list of a tile starts. */
  int tileListStart(int tile) {
    return tile * inputs;
  }

  /** How many inputs are on in a tile. */
  int tileSteps(int tile) {
    return tileSteps[tile];
  }

  /** Inputs that are on, of all tiles of a chunk. */
  long stepsOfTiles(int count) {
    long steps = 0;
    for (int tile = 0; tile < tiling.tiles(count); tile++) {
      steps += tileSteps[tile];
    }
    return steps;
  }

  /** Inputs of all tiles of a chunk, whether they are on or not. */
  long inputsOfTiles(int count) {
    return (long) tiling.tiles(count) * inputs;
  }

  /** Where the list of a group starts. */
  int groupListStart(int group) {
    return group * rows;
  }

  /** In how many rows a group is on. */
  int groupSteps(int group) {
    return groupSteps[group * Tiling.LINE];
  }

  /**
   * Fetches the rows of one tile, as far as the chunk has them. What the others hold is of a chunk
   * before, and nothing reads what becomes of it.
   *
   * @param position of the chunk's first row in the order
   * @param count rows of the chunk
   */
  void fetchTile(int tile, ExampleRows examples, int position, int count) {
    int from = tile * tiling.rows();
    int to = Math.min(from + tiling.rows(), count);
    for (int row = from; row < to; row++) {
      rowStarts[row] = examples.example(position + row) * inputs;
    }
    kernels.copyRows(
        to - from,
        inputs,
        examples.features(),
        rowStarts,
        from,
        values.elements,
        values.at(0, from),
        values.length());
    NonZeroMask mask = examples.tileMask();
    if (mask == null) {
      return;
    }
    int start = tileListStart(tile);
    int end = start;
    for (int w = 0; w < mask.wordsPerExample(); w++) {
      long on = 0;
      for (int row = from; row < to; row++) {
        on |= mask.word(examples.example(position + row), w);
      }
      for (; on != 0; on &= on - 1) {
        tileList[end++] = w * Long.SIZE + Long.numberOfTrailingZeros(on);
      }
    }
    tileSteps[tile] = end - start;
  }

  /**
   * Lists the rows in which some groups are on.
   *
   * @param from first group
   * @param to behind the last group
   * @param position of the chunk's first row in the order
   * @param count rows of the chunk
   */
  void listGroups(int from, int to, ExampleRows examples, int position, int count) {
    NonZeroMask mask = examples.groupMask();
    if (mask == null) {
      return;
    }
    for (int g = from; g < to; g++) {
      groupSteps[g * Tiling.LINE] = 0;
    }
    for (int row = 0; row < count; row++) {
      int example = examples.example(position + row);
      for (int word = from / Long.SIZE; word * Long.SIZE < to; word++) {
        int first = word * Long.SIZE;
        long on = mask.groupWord(example, word);
        on &= -1L << Math.max(from - first, 0);
        on &= -1L >>> Math.max(first + Long.SIZE - to, 0);
        for (; on != 0; on &= on - 1) {
          int g = first + Long.numberOfTrailingZeros(on);
          groupList[groupListStart(g) + groupSteps[g * Tiling.LINE]++] = row;
        }
      }
    }
  }
}

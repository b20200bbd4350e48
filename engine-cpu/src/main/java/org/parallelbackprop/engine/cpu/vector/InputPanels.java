package org.parallelbackprop.engine.cpu.vector;

import java.util.Arrays;

/**
 * The inputs of one chunk of a mini-batch, and lists of those that are not zero.
 *
 * <p>With a mask the forward product takes for each tile only those inputs that are not zero in all
 * T rows, and the weight gradient for each group of S inputs only those rows that are not zero in
 * all of them ({@link GroupLists}). What is left out is a product with an exact zero and changes no
 * sum. Four fifths of MNIST's pixels are zero: of 8 random images together 47 percent of the pixels
 * are on, of 6 it is 44; and of 6 neighbouring pixels any is on in 33 percent of the images, of 4
 * in 28.
 */
final class InputPanels {

  private final VectorKernels kernels;
  private final Tiling tiling;
  private final int inputs;
  final Panels values;

  /** Behind the last of the tiles that were fetched for a worker's own forward products. */
  int fetchedTiles;

  /** Inputs that are on in a tile. */
  final int[] tileList;

  private final int[] tileSteps;

  /** Where the features of each row begin. */
  private final int[] rowStarts;

  // Of each tile, as not all need be listed by the same worker.
  private final long[] listedSteps;
  private final long[] listedInputs;

  /**
   * Allocates.
   *
   * @param rows most rows of a chunk, whole tiles
   */
  InputPanels(VectorKernels kernels, int inputs, int rows) {
    this.kernels = kernels;
    tiling = kernels.tiling();
    this.inputs = inputs;
    values = new Panels(tiling, inputs, rows);
    tileList = new int[tiling.tiles(rows) * inputs];
    tileSteps = new int[tiling.tiles(rows)];
    rowStarts = new int[rows];
    listedSteps = new long[tiling.tiles(rows)];
    listedInputs = new long[tiling.tiles(rows)];
  }

  /** Where the list of a tile starts. */
  int tileListStart(int tile) {
    return tile * inputs;
  }

  /** How many inputs are on in a tile. */
  int tileSteps(int tile) {
    return tileSteps[tile];
  }

  /** Inputs that were on, of all tiles listed so far. */
  long listedSteps() {
    return Arrays.stream(listedSteps).sum();
  }

  /** Inputs of all tiles listed so far, whether they were on or not. */
  long listedInputs() {
    return Arrays.stream(listedInputs).sum();
  }

  /**
   * Fetches some inputs of the rows of one tile, as far as the chunk has them. What the others hold
   * is of a chunk before, and nothing reads what becomes of it.
   *
   * @param from first input, at the start of a panel
   * @param to behind the last input, the end of a panel or of all
   * @param position of the chunk's first row in the order
   * @param count rows of the chunk
   */
  void fetch(int tile, int from, int to, ExampleRows examples, int position, int count) {
    int row = tile * tiling.rows();
    int rows = Math.min(tiling.rows(), count - row);
    int panel = from / tiling.width();
    int at = values.at(0, row);
    PackedFeatures packed = examples.packed();
    if (packed == null) {
      for (int i = row; i < row + rows; i++) {
        rowStarts[i] = examples.example(position + i) * inputs;
      }
      kernels.copyRows(
          rows,
          panel,
          to,
          examples.features(),
          rowStarts,
          row,
          values.elements,
          at,
          values.length());
    } else {
      for (int i = row; i < row + rows; i++) {
        rowStarts[i] = packed.start(examples.example(position + i));
      }
      kernels.unpackRows(
          rows, panel, to, packed.words, rowStarts, row, values.elements, at, values.length());
    }
  }

  /** Lists the inputs that are on in one tile, if there is a mask. */
  void list(int tile, ExampleRows examples, int position, int count) {
    NonZeroMask mask = examples.tileMask();
    if (mask == null) {
      return;
    }
    int from = tile * tiling.rows();
    int to = Math.min(from + tiling.rows(), count);
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
    listedSteps[tile] += end - start;
    listedInputs[tile] += inputs;
  }
}

package org.parallelbackprop.engine.cpu.vector;

/**
 * The inputs of one chunk of a mini-batch, packed for the two products of the first layer.
 *
 * <pre>
 *   tiles     [⌈rows/8⌉][steps][8 rows]    for the forward product; a step is an input k
 *   groups    [⌈in/8⌉][steps][8 inputs]    for the weight gradient; a step is a row
 * </pre>
 *
 * <p>Steps are all inputs, or all rows, in ascending order; or, with a mask, only those inputs that
 * are not zero in all 8 rows, and only those rows that are not zero in all 8 inputs. A list beside
 * each pack then tells where the steps find their row of the other factor. What is left out is a
 * product with an exact zero and changes no sum. Four fifths of MNIST's pixels are zero: of 8
 * random images together 47 percent of the pixels are on, and of 8 neighbouring pixels any is on in
 * 40 percent of the images.
 */
final class InputPacks {

  private final VectorKernels kernels;
  private final int inputs;
  private final int rows;

  /** Inputs or rows in the packs, each as the offset of its row in a panel. */
  final int[] tileList;

  final int[] groupList;
  final float[] tiles;
  final float[] groups;
  private final int[] tileSteps;

  /** One counter to a cache line, as workers count up neighbouring groups at the same time. */
  private final int[] groupSteps;

  /**
   * Allocates.
   *
   * @param rows most rows of a chunk, a multiple of 8
   */
  InputPacks(VectorKernels kernels, int inputs, int rows) {
    this.kernels = kernels;
    this.inputs = inputs;
    this.rows = rows;
    tiles = Panels.allocate(rows, inputs);
    groups = Panels.allocate(groupCount(), Panels.packStride(rows));
    tileList = new int[Panels.tiles(rows) * inputs];
    groupList = new int[groupCount() * rows];
    tileSteps = new int[Panels.tiles(rows)];
    groupSteps = new int[groupCount() * Panels.LINE];
  }

  /** Number of groups of 8 inputs. */
  int groupCount() {
    return Panels.tiles(inputs);
  }

  /** Where the pack of a tile starts. */
  int tile(int tile) {
    return Panels.ORIGIN + tile * tileLength();
  }

  /** From one tile's pack to the next one's. */
  int tileLength() {
    return inputs * Panels.TILE;
  }

  /** Where the list of a tile starts. */
  int tileListStart(int tile) {
    return tile * inputs;
  }

  /** Steps of a tile, of those that are packed by a mask. */
  int tileSteps(int tile) {
    return tileSteps[tile];
  }

  /** Where the pack of a group starts. */
  int group(int group) {
    return Panels.ORIGIN + group * Panels.packStride(rows);
  }

  /** Where the list of a group starts. */
  int groupListStart(int group) {
    return group * rows;
  }

  /** Steps of a group, of those that are packed by a mask. */
  int groupSteps(int group) {
    return groupSteps[group * Panels.LINE];
  }

  /**
   * Packs one tile. Rows that the chunk lacks repeat its last one; nothing reads what becomes of
   * them.
   *
   * @param position of the chunk's first row in the order
   * @param count rows of the chunk
   */
  void packTile(int tile, ExampleRows rows, int position, int count) {
    int first = position + Panels.TILE * tile;
    int last = position + count - 1;
    int e0 = rows.example(first);
    int e1 = rows.example(Math.min(first + 1, last));
    int e2 = rows.example(Math.min(first + 2, last));
    int e3 = rows.example(Math.min(first + 3, last));
    int e4 = rows.example(Math.min(first + 4, last));
    int e5 = rows.example(Math.min(first + 5, last));
    int e6 = rows.example(Math.min(first + 6, last));
    int e7 = rows.example(Math.min(first + 7, last));
    NonZeroMask mask = rows.tileMask();
    float[] features = rows.features();
    int to = tile(tile);
    int packed = 0;
    int list = tileListStart(tile);
    int start = list;
    if (mask == null) {
      packed = inputs / Panels.LINE * Panels.LINE;
      kernels.pack(
          packed,
          features,
          e0 * inputs,
          e1 * inputs,
          e2 * inputs,
          e3 * inputs,
          e4 * inputs,
          e5 * inputs,
          e6 * inputs,
          e7 * inputs,
          tiles,
          to);
      for (int k = packed; k < inputs; k++) {
        tileList[list++] = k;
      }
    } else {
      for (int w = 0; w < mask.wordsPerExample(); w++) {
        long on =
            mask.word(e0, w)
                | mask.word(e1, w)
                | mask.word(e2, w)
                | mask.word(e3, w)
                | mask.word(e4, w)
                | mask.word(e5, w)
                | mask.word(e6, w)
                | mask.word(e7, w);
        for (; on != 0; on &= on - 1) {
          tileList[list++] = w * Long.SIZE + Long.numberOfTrailingZeros(on);
        }
      }
    }
    tileSteps[tile] = list - start;
    to += Panels.TILE * packed;
    for (int i = start; i < list; i++) {
      int k = tileList[i];
      tileList[i] = k * Panels.WIDTH;
      tiles[to] = features[e0 * inputs + k];
      tiles[to + 1] = features[e1 * inputs + k];
      tiles[to + 2] = features[e2 * inputs + k];
      tiles[to + 3] = features[e3 * inputs + k];
      tiles[to + 4] = features[e4 * inputs + k];
      tiles[to + 5] = features[e5 * inputs + k];
      tiles[to + 6] = features[e6 * inputs + k];
      tiles[to + 7] = features[e7 * inputs + k];
      to += Panels.TILE;
    }
  }

  /**
   * Packs some groups for all rows of the chunk.
   *
   * @param from first group
   * @param to behind the last group
   * @param position of the chunk's first row in the order
   * @param count rows of the chunk
   */
  void packGroups(int from, int to, ExampleRows rows, int position, int count) {
    NonZeroMask mask = rows.groupMask();
    for (int g = from; g < to; g++) {
      groupSteps[g * Panels.LINE] = 0;
    }
    for (int row = 0; row < count; row++) {
      int example = rows.example(position + row);
      if (mask == null) {
        for (int g = from; g < to; g++) {
          packRow(rows.features(), example, g, row);
        }
      } else {
        packNonZero(from, to, rows.features(), mask, example, row);
      }
    }
  }

  private void packNonZero(
      int from, int to, float[] features, NonZeroMask mask, int example, int row) {
    for (int word = from / Long.SIZE; word * Long.SIZE < to; word++) {
      int first = word * Long.SIZE;
      long on = mask.groupWord(example, word);
      on &= -1L << Math.max(from - first, 0);
      on &= -1L >>> Math.max(first + Long.SIZE - to, 0);
      for (; on != 0; on &= on - 1) {
        int g = first + Long.numberOfTrailingZeros(on);
        int step = groupSteps[g * Panels.LINE]++;
        groupList[groupListStart(g) + step] = row * Panels.WIDTH;
        packRow(features, example, g, step);
      }
    }
  }

  private void packRow(float[] features, int example, int group, int step) {
    int input = group * Panels.TILE;
    int source = example * inputs + input;
    int target = group(group) + step * Panels.TILE;
    if (input + Panels.TILE <= inputs) {
      kernels.copyTileRow(features, source, groups, target);
    } else {
      System.arraycopy(features, source, groups, target, inputs - input);
    }
  }
}

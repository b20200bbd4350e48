package org.parallelbackprop.engine.cpu.vector;

/**
 * For each group of S inputs a list of the rows of a chunk in which any of them is not zero: those
 * that its weight gradient takes.
 *
 * <p>One for the whole team, which shares the groups while it is in the forward pass.
 */
final class GroupLists {

  private final int rows;
  private final int groups;

  /** Rows in which a group is on. */
  final int[] list;

  /** One counter to a cache line, as workers count up neighbouring groups at the same time. */
  private final int[] steps;

  /**
   * Allocates.
   *
   * @param rows most rows of a chunk
   */
  GroupLists(Tiling tiling, int inputs, int rows) {
    this.rows = rows;
    groups = tiling.groups(inputs);
    list = new int[groups * rows];
    steps = new int[groups * Tiling.LINE];
  }

  /** Number of groups. */
  int groups() {
    return groups;
  }

  /** Where the list of a group starts. */
  int start(int group) {
    return group * rows;
  }

  /** In how many rows a group is on. */
  int steps(int group) {
    return steps[group * Tiling.LINE];
  }

  /**
   * Lists the rows in which some groups are on.
   *
   * @param from first group
   * @param to behind the last group
   * @param position of the chunk's first row in the order
   * @param count rows of the chunk
   */
  void list(int from, int to, ExampleRows examples, int position, int count) {
    NonZeroMask mask = examples.groupMask();
    if (mask == null) {
      return;
    }
    for (int g = from; g < to; g++) {
      steps[g * Tiling.LINE] = 0;
    }
    for (int word = from / Long.SIZE; word * Long.SIZE < to; word++) {
      int first = word * Long.SIZE;
      long these =
          (-1L << Math.max(from - first, 0)) & (-1L >>> Math.max(first + Long.SIZE - to, 0));
      // Read a row ahead: where the loop over a row's bits ends is mostly mispredicted, and only
      // then would the next row be fetched.
      long next = mask.groupWord(examples.example(position), word);
      for (int row = 0; row < count; row++) {
        long on = next & these;
        next = mask.groupWord(examples.example(position + Math.min(row + 1, count - 1)), word);
        for (; on != 0; on &= on - 1) {
          int g = first + Long.numberOfTrailingZeros(on);
          list[start(g) + steps[g * Tiling.LINE]++] = row;
        }
      }
    }
  }
}

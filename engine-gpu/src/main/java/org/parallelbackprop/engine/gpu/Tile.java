package org.parallelbackprop.engine.gpu;

import java.util.List;
import org.parallelbackprop.engine.gpu.cuda.Kernel.Launch;

/**
 * A tile of a matrix product, as {@code products.cuh} has them.
 *
 * @param side rows and columns of the result that a block owns
 * @param threads threads in the block
 */
record Tile(int side, int threads) {

  /** The larger, the fewer reads for a multiply-add. */
  static final List<Tile> LARGEST_FIRST =
      List.of(new Tile(128, 256), new Tile(64, 256), new Tile(32, 64));

  /**
   * The largest tile that gives every multiprocessor a block, or else the smallest. Which one it is
   * changes no bit of the result.
   */
  static Tile forResult(int rows, int columns, int multiprocessors) {
    for (Tile tile : LARGEST_FIRST) {
      if (tile.blocks(rows, columns) >= multiprocessors) {
        return tile;
      }
    }
    return LARGEST_FIRST.getLast();
  }

  private long blocks(int rows, int columns) {
    return (long) Math.ceilDiv(rows, side) * Math.ceilDiv(columns, side);
  }

  Launch launch(int rows, int columns) {
    return new Launch(Math.ceilDiv(columns, side), Math.ceilDiv(rows, side), threads, 1);
  }
}

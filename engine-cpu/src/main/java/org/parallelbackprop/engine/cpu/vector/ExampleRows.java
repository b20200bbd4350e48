package org.parallelbackprop.engine.cpu.vector;

import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;

/** Examples in the order in which they are visited, mini-batch after mini-batch. */
final class ExampleRows {

  /** Share of the products above which leaving out the others costs more than it saves. */
  private static final double SKIP_BELOW = 0.85;

  private final Examples examples;
  private final @Nullable PackedFeatures packed;
  private final int[] order;
  private final int count;
  private final @Nullable NonZeroMask tileMask;
  private final @Nullable NonZeroMask groupMask;

  private ExampleRows(
      Examples examples,
      @Nullable PackedFeatures packed,
      int[] order,
      int count,
      @Nullable NonZeroMask tileMask,
      @Nullable NonZeroMask groupMask) {
    this.examples = examples;
    this.packed = packed;
    this.order = order;
    this.count = count;
    this.tileMask = tileMask;
    this.groupMask = groupMask;
  }

  /**
   * No examples, of those given; {@link #inOrder} says which. All are multiplied in full unless
   * zeros are to be skipped and are many enough.
   */
  static ExampleRows of(Examples examples, boolean skipZeros, Tiling tiling) {
    int[] none = {};
    if (!skipZeros) {
      return new ExampleRows(examples, null, none, 0, null, null);
    }
    NonZeroMask mask = new NonZeroMask(examples, tiling);
    return new ExampleRows(
        examples,
        null,
        none,
        0,
        mask.keptInTiles() < SKIP_BELOW ? mask : null,
        mask.keptInGroups() < SKIP_BELOW ? mask : null);
  }

  /** The same examples in another order, the first {@code number} of it. */
  ExampleRows inOrder(int[] other, int number) {
    return new ExampleRows(examples, packed, other, number, tileMask, groupMask);
  }

  /** The same, fetched from a packed copy of the features if they can be packed. */
  ExampleRows packed(Tiling tiling) {
    PackedFeatures copy = PackedFeatures.of(examples, tiling);
    return new ExampleRows(examples, copy, order, count, tileMask, groupMask);
  }

  /** Share of the first layer's forward products that is computed, of random examples. */
  double keptInForwardProduct() {
    return tileMask == null ? 1 : tileMask.keptInTiles();
  }

  /** Share of the first layer's weight gradient that is computed. */
  double keptInGradient() {
    return groupMask == null ? 1 : groupMask.keptInGroups();
  }

  int count() {
    return count;
  }

  int example(int position) {
    return order[position];
  }

  int label(int position) {
    return examples.labels()[order[position]];
  }

  float[] features() {
    return examples.features();
  }

  /** The packed copy of {@link #features}, if there is one. */
  @Nullable PackedFeatures packed() {
    return packed;
  }

  /** What is not zero, if tiles of examples leave out the inputs that are zero in all. */
  @Nullable NonZeroMask tileMask() {
    return tileMask;
  }

  /** What is not zero, if groups of inputs leave out the examples that are zero in all. */
  @Nullable NonZeroMask groupMask() {
    return groupMask;
  }
}

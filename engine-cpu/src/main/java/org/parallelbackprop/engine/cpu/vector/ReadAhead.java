package org.parallelbackprop.engine.cpu.vector;

/**
 * Has the second-level cache of a worker's core hold what many products in a row take, before the
 * first of them comes to it.
 */
final class ReadAhead {

  private final boolean pays;

  /** Written, as C2 would leave out reading what nobody gets. */
  @SuppressWarnings("UnusedVariable")
  private float sum;

  /** For one worker. */
  ReadAhead(Blocking blocking) {
    // Chunks of a single block are small enough to be there from the pass before.
    pays = blocking.hasSeveralBlocks();
  }

  /** Some rows of some panels. */
  void read(Panels factor, int panel, int endPanel, int row, int endRow) {
    if (pays) {
      sum = factor.readAhead(panel, endPanel, row, endRow);
    }
  }
}

package org.parallelbackprop.engine.cpu.vector;

/**
 * How the mini-batches of an epoch, or of a part of it, are cut into chunks, each of which is known
 * by the position of its first example. No chunk reaches across mini-batches.
 */
final class Chunks {

  private final int batchSize;
  private final int rows;
  private int end;

  /**
   * None as yet.
   *
   * @param batchSize examples of a mini-batch, but for the last one of an epoch
   * @param rows most examples of a chunk
   */
  Chunks(int batchSize, int rows) {
    this.batchSize = batchSize;
    this.rows = rows;
  }

  /** Takes another end, behind the last example of a mini-batch, while the team does nothing. */
  void endAt(int newEnd) {
    end = newEnd;
  }

  /** Behind the last example. */
  int end() {
    return end;
  }

  /** Examples of a chunk; 0 at the end. */
  int count(int start) {
    return Math.min(rows, batchStart(start) + batch(start) - start);
  }

  /** How many chunks are before this one, if each mini-batch before is a full one. */
  int number(int start) {
    return start / batchSize * Math.ceilDiv(batchSize, rows) + start % batchSize / rows;
  }

  /** M, examples of the mini-batch that a chunk is part of. */
  int batch(int start) {
    return Math.min(batchSize, end - batchStart(start));
  }

  /** Whether a chunk is the first of its mini-batch. */
  boolean isFirst(int start) {
    return start == batchStart(start);
  }

  /** Whether a chunk is the last of its mini-batch. */
  boolean isLast(int start) {
    return start + count(start) == batchStart(start) + batch(start);
  }

  private int batchStart(int start) {
    return start - start % batchSize;
  }
}

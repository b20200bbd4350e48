package org.parallelbackprop.engine.cpu.vector;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What of a pass nobody has begun. Each worker has a queue of its own items, from whose front it
 * takes; who has none left takes some from the back of another's.
 *
 * <pre>
 *   worker's own items    0 … a − 1      a … b − 1      b … n − 1
 *                         its own        in the queue   others'
 * </pre>
 *
 * <p>So a worker mostly computes with weights that its core's cache has from the pass before, and
 * yet nobody waits for one whose core is slow, or away with another program, for longer than a run
 * of items takes. Runs are long at first and short at last. This is affinity scheduling (E. P.
 * Markatos and T. J. LeBlanc, Using Processor Affinity in Loop Scheduling on Shared-Memory
 * Multiprocessors, IEEE Transactions on Parallel and Distributed Systems 5(4), 1994), but that they
 * take 1/P of a queue at a time, and from the longest of the others.
 */
final class WorkQueues {

  /** What there is to take from an empty queue. */
  static final long NONE = 0;

  /** Of what is in a queue, one of so many parts is taken at a time. */
  private static final int PARTS = 3;

  /** Longs from one queue to the next, two cache lines, which processors fetch in pairs. */
  private static final int STRIDE = 16;

  /** For each queue its begin, in the upper half, and its end. */
  private final AtomicLongArray queues;

  /** Fewest items that are taken at once from each queue; written when it is filled. */
  private final int[] least;

  /** Empty ones. */
  WorkQueues(int workers) {
    queues = new AtomicLongArray(STRIDE * workers);
    least = new int[workers];
  }

  /**
   * Fills a worker's empty queue with its items of the pass, 0 … items − 1. Others may take of them
   * after a barrier.
   *
   * @param worthwhile how many it is worth to take from another: fewer are left to their owner
   */
  void fill(int worker, int items, double worthwhile) {
    least[worker] = (int) Math.max(1, Math.ceil(worthwhile));
    queues.set(STRIDE * worker, run(0, items));
  }

  /** The next run of a worker's own items, or {@link #NONE}. */
  long take(int worker) {
    while (true) {
      long queue = queues.get(STRIDE * worker);
      int left = end(queue) - begin(queue);
      if (left == 0) {
        return NONE;
      }
      int middle = begin(queue) + Math.min(left, atOnce(worker, left));
      if (queues.compareAndSet(STRIDE * worker, queue, run(middle, end(queue)))) {
        return run(begin(queue), middle);
      }
    }
  }

  /** The last run of another's items, or {@link #NONE} if it has too few left. */
  long takeFrom(int owner) {
    while (true) {
      long queue = queues.get(STRIDE * owner);
      int left = end(queue) - begin(queue);
      if (left < least[owner]) {
        return NONE;
      }
      int middle = end(queue) - atOnce(owner, left);
      if (queues.compareAndSet(STRIDE * owner, queue, run(begin(queue), middle))) {
        return run(middle, end(queue));
      }
    }
  }

  /** First item of a run. */
  static int begin(long run) {
    return (int) (run >>> Integer.SIZE);
  }

  /** Behind the last item of a run. */
  static int end(long run) {
    return (int) run;
  }

  private int atOnce(int owner, int left) {
    return Math.max(least[owner], left / PARTS);
  }

  private static long run(int begin, int end) {
    return (long) begin << Integer.SIZE | end;
  }
}

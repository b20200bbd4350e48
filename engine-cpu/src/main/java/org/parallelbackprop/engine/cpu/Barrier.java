package org.parallelbackprop.engine.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a fixed party of threads wait for each other, any number of times, without allocating.
 *
 * <p>Who waits first spins, because the phases between two barriers of a mini-batch are short and
 * of equal length, but not in a party larger than the machine. Then it yields its processor,
 * because somebody may be ready who lacks just that, another of the party or another program's
 * thread; and at last it parks, so that idle parties cost nothing.
 *
 * <p>What a thread wrote before {@link #arrive} is visible to all threads after their {@link
 * #await}.
 */
final class Barrier {

  /**
   * Spin iterations before yielding, some tens of microseconds: longer than most waits of one phase
   * for its slowest worker.
   */
  private static final int SPINS = 2000;

  /**
   * Yields before parking, in all a millisecond where nobody else wants the processor. A virtual
   * processor whose thread has parked goes to sleep, and waking it takes as long as a phase of a
   * small network or longer: then each would make the others park, too.
   */
  private static final int YIELDS = 1000;

  private final Thread[] party;
  private final int spins;

  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicIntegerArray parked;
  private volatile int generation;
  private volatile boolean broken;

  /**
   * @param party the threads; {@code party[i]} is the only one that may call {@code await(i, …)},
   *     and elements may be set until it first does
   * @param fits whether there is a processor for each
   */
  Barrier(Thread[] party, boolean fits) {
    this.party = party;
    this.parked = new AtomicIntegerArray(party.length);
    this.spins = fits ? SPINS : 0;
  }

  /**
   * Says that the calling thread is here, and lets it go on; it must {@link #await} the others
   * before it comes here again.
   *
   * @return what to wait with
   * @throws BrokenException if the barrier is broken
   */
  int arrive() {
    int current = generation;
    if (broken) {
      throw new BrokenException();
    }
    if (arrived.incrementAndGet() == party.length) {
      arrived.set(0);
      generation = current + 1;
      wakeParked();
    }
    return current;
  }

  /**
   * Waits until all threads of the party have arrived.
   *
   * @param member index of the calling thread
   * @param current what its {@link #arrive} returned
   * @throws BrokenException if the barrier was broken before all had arrived
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a saving only; parking is what waits.
  void await(int member, int current) {
    if (generation != current) {
      return;
    }
    for (int i = 0; i < spins && waits(current); i++) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < YIELDS && waits(current); i++) {
      Thread.yield();
    }
    // Parking is announced before the last look at the generation, and the generation is raised
    // before the announcements are read: one of the two sides sees the other.
    parked.set(member, 1);
    while (waits(current)) {
      LockSupport.park(this);
    }
    parked.set(member, 0);
    if (generation == current) {
      throw new BrokenException();
    }
  }

  private boolean waits(int current) {
    return generation == current && !broken;
  }

  /** Makes all who wait, and all who come, throw instead. */
  void breakUp() {
    broken = true;
    wakeParked();
  }

  /** Makes a broken barrier whole. Nobody may be waiting at it. */
  void mend() {
    arrived.set(0);
    broken = false;
  }

  private void wakeParked() {
    for (int i = 0; i < party.length; i++) {
      if (parked.get(i) == 1) {
        LockSupport.unpark(party[i]);
      }
    }
  }

  /** Thrown to those who wait for somebody who will not come. */
  static final class BrokenException extends RuntimeException {

    BrokenException() {
      super("another worker has failed");
    }
  }
}

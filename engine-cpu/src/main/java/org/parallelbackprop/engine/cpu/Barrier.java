package org.parallelbackprop.engine.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a fixed party of threads wait for each other, any number of times, without allocating.
 *
 * <p>Who waits spins for a while, because the phases between two barriers of a mini-batch are short
 * and of equal length, or, in a team larger than the machine, yields its processor to the others;
 * and then parks, so that idle teams cost nothing.
 *
 * <p>What a thread wrote before {@link #arrive} is visible to all threads after their {@link
 * #await}.
 */
final class Barrier {

  /**
   * How long to spin before parking. A virtual processor whose thread has parked goes to sleep, and
   * waking it takes tens of microseconds; waits that are longer than this are not of a mini-batch.
   */
  private static final long SPIN_NANOSECONDS = 400_000;

  /** Spins between two looks at the clock, which takes as long as a spin does. */
  private static final int SPINS = 64;

  /**
   * How often a member of a party that is larger than the machine lets others run before parking:
   * those it waits for may be ready, and just lack a processor.
   */
  private static final int YIELDS = 50;

  private final Thread[] party;
  private final boolean fits;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicIntegerArray parked;
  private volatile int generation;
  private volatile boolean broken;

  /**
   * @param party the threads; {@code party[i]} is the only one that may call {@code await(i, …)},
   *     and elements may be set until it first does
   */
  Barrier(Thread[] party) {
    this.party = party;
    this.parked = new AtomicIntegerArray(party.length);
    this.fits = party.length <= Runtime.getRuntime().availableProcessors();
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
  void await(int member, int current) {
    if (generation != current) {
      return;
    }
    if (fits) {
      spin(current);
    } else {
      yieldToOthers(current);
    }
    // Parking is announced before the last look at the generation, and the generation is raised
    // before the announcements are read: one of the two sides sees the other.
    parked.set(member, 1);
    while (generation == current && !broken) {
      LockSupport.park(this);
    }
    parked.set(member, 0);
    if (generation == current) {
      throw new BrokenException();
    }
  }

  private void spin(int current) {
    long begin = System.nanoTime();
    do {
      for (int i = 0; i < SPINS && generation == current && !broken; i++) {
        Thread.onSpinWait();
      }
    } while (generation == current && !broken && System.nanoTime() - begin < SPIN_NANOSECONDS);
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a saving only; parking is what waits.
  private void yieldToOthers(int current) {
    for (int i = 0; i < YIELDS && generation == current && !broken; i++) {
      Thread.yield();
    }
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

package org.parallelbackprop.engine.cpu;

/** The clock by which a team sees how long its workers are busy. */
final class TeamClock {

  private TeamClock() {}

  /** Nanoseconds since some moment. */
  static long nanoseconds() {
    return System.nanoTime();
  }
}

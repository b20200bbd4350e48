package org.parallelbackprop.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What JMH reports beside calls per second: of all threads together, GFLOP/s. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Operations {

  /** 10⁹ floating-point operations, which JMH divides by the time. */
  public double gigaflop;
}

package org.parallelbackprop.benchmarks;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.parallelbackprop.worker.MachineRoofs;

/** Prints the machine's peak as the JVM of a benchmark sees it right afterwards. */
@State(Scope.Benchmark)
public class Peak {

  /** Of as many threads as the benchmark has. */
  @TearDown(Level.Trial)
  public void print(BenchmarkParams benchmark) throws InterruptedException {
    int threads = benchmark.getThreads();
    System.out.printf(
        "# FMA peak, threads %d: %.0f GFLOP/s%n",
        threads, new MachineRoofs(threads).gigaflopsPerSecond());
  }
}

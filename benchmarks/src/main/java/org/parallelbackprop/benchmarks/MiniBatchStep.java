package org.parallelbackprop.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.parallelbackprop.engine.NetworkShape;

/**
 * One step of gradient descent on the networks of the 2016 study.
 *
 * <p>Operations are those that {@link org.parallelbackprop.engine.OperationCount} counts. Features
 * are zero as often as MNIST's, but anywhere: an engine that skips zeros finds more of them
 * together in MNIST.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class MiniBatchStep {

  /** An engine and its options; {@link BenchmarksConsole} has the ones to run. */
  @Param("cpu-serial")
  public String engine = "";

  /** Layer widths. */
  @Param({"784-1024-10", "784-1024-1024-10"})
  public String network = "";

  /** Examples in a mini-batch. */
  @Param({"16", "128", "1024"})
  public int batchSize;

  private StepSession session;

  /** Not timed. Throws if the engine computes something else than the reference. */
  @Setup
  public void open() {
    session = new StepSession(EngineChoice.parse(engine), NetworkShape.parse(network), batchSize);
  }

  /** The loss of the batch, which JMH consumes. */
  @Benchmark
  public double step(Operations operations) {
    operations.gigaflop += session.gigaflop();
    return session.step();
  }

  /** Not timed. */
  @TearDown
  public void close() {
    session.close();
  }
}

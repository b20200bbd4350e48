package org.parallelbackprop.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.parallelbackprop.results.Calibration;

/**
 * Measures what a number of threads can compute and move at most.
 *
 * <p><b>Compute.</b> Sixteen independent chains of fused multiply-adds on vector registers, enough
 * to fill the pipelines of two units with a latency of four to five cycles; no memory is touched.
 *
 * <p><b>Memory.</b> The triad of J. D. McCalpin's STREAM on float32 arrays of 256 MiB each,
 * together more than the caches of one processor hold.
 *
 * <p>Every figure is the best of several repetitions: a roof is what the machine can do, not what
 * it did while something else went on.
 */
public final class MachineRoofs {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 16;
  private static final int CHAIN_LENGTH = 1 << 22;
  private static final int ARRAY_LENGTH = 1 << 26;
  private static final int REPETITIONS = 8;
  private static final int BYTES_PER_TRIAD = 3 * Float.BYTES;

  private final int threads;

  /** Of so many threads together, each on its own. */
  public MachineRoofs(int threads) {
    this.threads = threads;
  }

  /** Measures both, a few seconds. */
  Calibration.Roof measure() throws InterruptedException {
    return new Calibration.Roof(threads, gigaflopsPerSecond(), gigabytesPerSecond());
  }

  /**
   * The most float32 operations that this JVM gets out of the machine right now, in GFLOP/s.
   *
   * @throws IllegalStateException if the multiply-adds do not give what they must
   */
  public double gigaflopsPerSecond() throws InterruptedException {
    float[] sums = new float[threads];
    double operations = 2.0 * CHAINS * CHAIN_LENGTH * SPECIES.length() * threads;
    double seconds = best(thread -> sums[thread] = multiplyAdd(1 + thread));
    for (int thread = 0; thread < threads; thread++) {
      if (sums[thread] != CHAINS * (1f + thread)) {
        throw new IllegalStateException(
            "the multiply-adds of thread %d came to %s".formatted(thread, sums[thread]));
      }
    }
    return operations / seconds / 1e9;
  }

  private double gigabytesPerSecond() throws InterruptedException {
    float[] a = new float[ARRAY_LENGTH];
    float[] b = new float[ARRAY_LENGTH];
    float[] c = new float[ARRAY_LENGTH];
    double seconds = best(thread -> triad(a, b, c, from(thread), from(thread + 1)));
    // A result that nobody could use would be optimised away.
    if (a[0] != a[ARRAY_LENGTH - 1]) {
      throw new IllegalStateException("the triad's elements must be equal");
    }
    return (double) BYTES_PER_TRIAD * ARRAY_LENGTH / seconds / 1e9;
  }

  private int from(int thread) {
    return (int) ((long) ARRAY_LENGTH * thread / threads);
  }

  private interface Share {
    void run(int thread);
  }

  private double best(Share share) throws InterruptedException {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPETITIONS; i++) {
      best = Math.min(best, together(share));
    }
    return best;
  }

  /** Seconds from the moment when all threads are ready to the one when all are done. */
  private double together(Share share) throws InterruptedException {
    CyclicBarrier barrier = new CyclicBarrier(threads + 1);
    List<Thread> team = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      team.add(
          Thread.ofPlatform()
              .start(() -> {
                await(barrier);
                share.run(thread);
                await(barrier);
              }));
    }
    await(barrier);
    WorkerClock clock = new WorkerClock();
    await(barrier);
    double seconds = clock.seconds();
    for (Thread thread : team) {
      thread.join();
    }
    return seconds;
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("a calibration is not interrupted", e);
    }
  }

  /** x ← x·½ + start/2 in sixteen chains, which all converge to start. */
  private static float multiplyAdd(float start) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector add = FloatVector.broadcast(SPECIES, start / 2);
    FloatVector x0 = FloatVector.zero(SPECIES);
    FloatVector x1 = x0;
    FloatVector x2 = x0;
    FloatVector x3 = x0;
    FloatVector x4 = x0;
    FloatVector x5 = x0;
    FloatVector x6 = x0;
    FloatVector x7 = x0;
    FloatVector x8 = x0;
    FloatVector x9 = x0;
    FloatVector x10 = x0;
    FloatVector x11 = x0;
    FloatVector x12 = x0;
    FloatVector x13 = x0;
    FloatVector x14 = x0;
    FloatVector x15 = x0;
    for (int i = 0; i < CHAIN_LENGTH; i++) {
      x0 = x0.fma(half, add);
      x1 = x1.fma(half, add);
      x2 = x2.fma(half, add);
      x3 = x3.fma(half, add);
      x4 = x4.fma(half, add);
      x5 = x5.fma(half, add);
      x6 = x6.fma(half, add);
      x7 = x7.fma(half, add);
      x8 = x8.fma(half, add);
      x9 = x9.fma(half, add);
      x10 = x10.fma(half, add);
      x11 = x11.fma(half, add);
      x12 = x12.fma(half, add);
      x13 = x13.fma(half, add);
      x14 = x14.fma(half, add);
      x15 = x15.fma(half, add);
    }
    return x0.add(x1)
        .add(x2)
        .add(x3)
        .add(x4)
        .add(x5)
        .add(x6)
        .add(x7)
        .add(x8)
        .add(x9)
        .add(x10)
        .add(x11)
        .add(x12)
        .add(x13)
        .add(x14)
        .add(x15)
        .lane(0);
  }

  private static void triad(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }
}

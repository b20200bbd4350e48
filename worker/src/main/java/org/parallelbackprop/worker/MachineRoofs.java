package org.parallelbackprop.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.parallelbackprop.results.Calibration;

/**
 * Measures what a number of threads can compute and move at most.
 *
 * <p><b>Compute.</b> Fourteen independent chains of fused multiply-adds on vector registers: enough
 * to fill the pipelines of two units with a latency of four to five cycles, and with two factors no
 * more than 16 registers hold; no memory is touched.
 *
 * <p><b>Memory.</b> The triad of J. D. McCalpin's STREAM on float32 arrays of 256 MiB each,
 * together more than the caches of one processor hold.
 *
 * <p>Every figure is the best of several repetitions: a roof is what the machine can do, not what
 * it did while something else went on.
 */
public final class MachineRoofs {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 14;
  private static final int CHAIN_LENGTH = 1 << 22;
  private static final float EXPECTED = CHAINS * CHAIN_LENGTH + 8 * CHAINS * (CHAINS - 1) / 2;
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
    double seconds = best(thread -> sums[thread] = multiplyAdd(2));
    for (float sum : sums) {
      if (sum != EXPECTED) {
        throw new IllegalStateException("the multiply-adds came to %s".formatted(sum));
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

  /** What one thread does of something measured. */
  interface Share {
    /** Does it. */
    void run(int thread);
  }

  private double best(Share share) throws InterruptedException {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPETITIONS; i++) {
      best = Math.min(best, together(share));
    }
    return best;
  }

  /**
   * Seconds from the moment when the first thread begins to the one when the last is done. The
   * threads read the clock themselves: whoever waits for them may be woken when they are half done.
   */
  double together(Share share) throws InterruptedException {
    CyclicBarrier ready = new CyclicBarrier(threads);
    WorkerClock clock = new WorkerClock();
    double[] begins = new double[threads];
    double[] ends = new double[threads];
    List<Thread> team = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      team.add(
          Thread.ofPlatform()
              .start(() -> {
                await(ready);
                begins[thread] = clock.seconds();
                share.run(thread);
                ends[thread] = clock.seconds();
              }));
    }
    for (Thread thread : team) {
      thread.join();
    }
    return Arrays.stream(ends).max().orElseThrow() - Arrays.stream(begins).min().orElseThrow();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("a calibration is not interrupted", e);
    }
  }

  /**
   * x ← x + a·b in fourteen chains, as products add up. Each begins with a number of its own, a
   * multiple of 8 so that the sum of all is exact.
   *
   * @param factor a, a power of two, whose reciprocal b is exact
   * @return the sum, {@link #EXPECTED}
   */
  private static float multiplyAdd(float factor) {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector b = FloatVector.broadcast(SPECIES, 1 / factor);
    FloatVector x0 = FloatVector.broadcast(SPECIES, 0f);
    FloatVector x1 = FloatVector.broadcast(SPECIES, 8f);
    FloatVector x2 = FloatVector.broadcast(SPECIES, 16f);
    FloatVector x3 = FloatVector.broadcast(SPECIES, 24f);
    FloatVector x4 = FloatVector.broadcast(SPECIES, 32f);
    FloatVector x5 = FloatVector.broadcast(SPECIES, 40f);
    FloatVector x6 = FloatVector.broadcast(SPECIES, 48f);
    FloatVector x7 = FloatVector.broadcast(SPECIES, 56f);
    FloatVector x8 = FloatVector.broadcast(SPECIES, 64f);
    FloatVector x9 = FloatVector.broadcast(SPECIES, 72f);
    FloatVector x10 = FloatVector.broadcast(SPECIES, 80f);
    FloatVector x11 = FloatVector.broadcast(SPECIES, 88f);
    FloatVector x12 = FloatVector.broadcast(SPECIES, 96f);
    FloatVector x13 = FloatVector.broadcast(SPECIES, 104f);
    for (int i = 0; i < CHAIN_LENGTH; i++) {
      x0 = a.fma(b, x0);
      x1 = a.fma(b, x1);
      x2 = a.fma(b, x2);
      x3 = a.fma(b, x3);
      x4 = a.fma(b, x4);
      x5 = a.fma(b, x5);
      x6 = a.fma(b, x6);
      x7 = a.fma(b, x7);
      x8 = a.fma(b, x8);
      x9 = a.fma(b, x9);
      x10 = a.fma(b, x10);
      x11 = a.fma(b, x11);
      x12 = a.fma(b, x12);
      x13 = a.fma(b, x13);
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
        .lane(0);
  }

  private static void triad(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }
}

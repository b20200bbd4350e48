package org.parallelbackprop.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most float32 operations a second that this JVM gets out of the machine right now: fused
 * multiply-adds between registers and nothing else.
 *
 * <p>Shares of the peak only mean something against a peak of the same minute: clocks of shared
 * machines differ by a quarter from one minute to the next.
 */
public final class FmaPeak {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 10_000;
  private static final int CHAINS = 12;
  private static final double FLOPS_PER_CALL = 2.0 * STEPS * CHAINS * SPECIES.length();
  private static final long WARM_UP_NANOS = 300_000_000;
  private static final long MEASURED_NANOS = 200_000_000;

  private FmaPeak() {}

  /** GFLOP/s of so many threads together, each on its own. */
  public static double gigaflops(int threads) {
    CountDownLatch start = new CountDownLatch(threads);
    double[] rates = new double[threads];
    List<Thread> team = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int own = i;
      team.add(
          Thread.ofPlatform()
              .start(() -> {
                rate(WARM_UP_NANOS);
                start.countDown();
                while (start.getCount() > 0) {
                  Thread.onSpinWait();
                }
                rates[own] = rate(MEASURED_NANOS);
              }));
    }
    double sum = 0;
    try {
      for (int i = 0; i < threads; i++) {
        team.get(i).join();
        sum += rates[i];
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
    return sum;
  }

  private static double rate(long nanos) {
    float[] sink = new float[SPECIES.length()];
    long begin = System.nanoTime();
    long calls = 0;
    while (System.nanoTime() - begin < nanos) {
      chains(sink);
      calls++;
    }
    return calls * FLOPS_PER_CALL / (System.nanoTime() - begin);
  }

  /** Twelve chains: enough to hide a latency of four cycles on two, or six on any, ports. */
  private static void chains(float[] sink) {
    FloatVector a = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector b = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector c0 = FloatVector.broadcast(SPECIES, 0f);
    FloatVector c1 = FloatVector.broadcast(SPECIES, 1f);
    FloatVector c2 = FloatVector.broadcast(SPECIES, 2f);
    FloatVector c3 = FloatVector.broadcast(SPECIES, 3f);
    FloatVector c4 = FloatVector.broadcast(SPECIES, 4f);
    FloatVector c5 = FloatVector.broadcast(SPECIES, 5f);
    FloatVector c6 = FloatVector.broadcast(SPECIES, 6f);
    FloatVector c7 = FloatVector.broadcast(SPECIES, 7f);
    FloatVector c8 = FloatVector.broadcast(SPECIES, 8f);
    FloatVector c9 = FloatVector.broadcast(SPECIES, 9f);
    FloatVector c10 = FloatVector.broadcast(SPECIES, 10f);
    FloatVector c11 = FloatVector.broadcast(SPECIES, 11f);
    for (int step = 0; step < STEPS; step++) {
      c0 = c0.fma(a, b);
      c1 = c1.fma(a, b);
      c2 = c2.fma(a, b);
      c3 = c3.fma(a, b);
      c4 = c4.fma(a, b);
      c5 = c5.fma(a, b);
      c6 = c6.fma(a, b);
      c7 = c7.fma(a, b);
      c8 = c8.fma(a, b);
      c9 = c9.fma(a, b);
      c10 = c10.fma(a, b);
      c11 = c11.fma(a, b);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    low.add(c6).add(c7).add(c8).add(c9).add(c10).add(c11).intoArray(sink, 0);
  }
}

package org.parallelbackprop.engine.gpu;

import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.engine.gpu.cuda.CudaEvent;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.Device;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * What the device can do at most, whatever computes on it: fused multiply-adds on registers, and
 * the traffic of its memory.
 *
 * <p>As for the machine's processors, every figure is the best of several launches: a roof is what
 * the device can do, not what it did while its clock was rising. The results are compared with what
 * the host computes, bit for bit: a fused multiply-add rounds once wherever it is done.
 */
final class RoofKernels {

  /** As {@code roofs.cuh} has them. */
  private static final int CHAINS = 8;

  private static final int UNROLLED = 32;
  private static final int WARP = 32;

  private static final int THREADS = 256;

  /**
   * A multiple of the 4, 6 or 8 blocks that a multiprocessor runs at once, so that all end
   * together, whichever it is.
   */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 24;

  /** Near −1: the chains swing around ½, so that their bits keep changing, and do not grow. */
  private static final float FACTOR = -0.9995f;

  private static final float SUMMAND = 1;

  /** What the cache still holds of one launch for the next is then 2 % of three arrays at most. */
  private static final int CACHES_PER_ARRAY = 16;

  private static final int BYTES_PER_TRIAD = 3 * Float.BYTES;
  private static final float SCALAR = 3;

  /** Long enough that a launch, some microseconds, does not count. */
  private static final double SECONDS_PER_LAUNCH = 1e-3;

  /** Together a tenth of a second, in which the clock of an idle device rises. */
  private static final int LAUNCHES = 64;

  /** Numbers that are drawn, and repeated as often as it takes. */
  private static final int PATTERN = 1 << 20;

  private final Kernels kernels;
  private final CudaStream stream;
  private final Device device;

  RoofKernels(Kernels kernels, CudaStream stream, Device device) {
    this.kernels = kernels;
    this.stream = stream;
    this.device = device;
  }

  /**
   * Float32 operations per second, two for each multiply-add.
   *
   * @throws IllegalStateException if the chains end elsewhere than on the host
   */
  double multiplyAdds() {
    int blocks = BLOCKS_PER_MULTIPROCESSOR * device.multiprocessors();
    int threads = blocks * THREADS;
    try (Owned owned = new Owned()) {
      DeviceBuffer out = owned.own(DeviceBuffer.ofWords(threads, "ends of chains"));
      int length = UNROLLED;
      double seconds = best(chains(out, blocks, length));
      while (seconds < SECONDS_PER_LAUNCH) {
        length *= 2;
        seconds = best(chains(out, blocks, length));
      }
      float[] ends = new float[threads];
      out.download(0, ends, 0, threads);
      requireEqual("chains of multiply-adds", ends, endsOnHost(length), 0);
      return 2.0 * CHAINS * length * threads / seconds;
    }
  }

  private Runnable chains(DeviceBuffer out, int blocks, int length) {
    return () -> kernels.roofMultiplyAdd(stream, out, blocks, THREADS, FACTOR, SUMMAND, length);
  }

  /** [WARP], what the threads of a warp leave. */
  private static float[] endsOnHost(int length) {
    float[] ends = new float[WARP];
    for (int lane = 0; lane < WARP; lane++) {
      for (int chain = 0; chain < CHAINS; chain++) {
        float x = (float) (lane + WARP * chain) / (WARP * CHAINS);
        for (int i = 0; i < length; i++) {
          x = Math.fma(FACTOR, x, SUMMAND);
        }
        ends[lane] += x;
      }
    }
    return ends;
  }

  /**
   * Bytes per second, read and written.
   *
   * @throws IllegalStateException if a sum is another than on the host
   */
  double triad() {
    int n = Math.multiplyExact(CACHES_PER_ARRAY, device.cacheBytes() / Float.BYTES);
    float[] y = pattern(0, n);
    float[] z = pattern(1, n);
    try (Owned owned = new Owned()) {
      List<DeviceBuffer> arrays = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        arrays.add(owned.own(DeviceBuffer.ofWords(n, "an array that no cache holds")));
      }
      for (int at = 0; at < n; at += y.length) {
        int count = Math.min(y.length, n - at);
        arrays.get(1).upload(y, 0, count, at);
        arrays.get(2).upload(z, 0, count, at);
      }
      double seconds =
          best(() ->
              kernels.roofTriad(stream, arrays.get(0), arrays.get(1), arrays.get(2), SCALAR, n));
      float[] expected = new float[y.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = Math.fma(SCALAR, z[i], y[i]);
      }
      for (int at = 0; at < n; at += expected.length) {
        float[] part = new float[Math.min(expected.length, n - at)];
        arrays.get(0).download(at, part, 0, part.length);
        requireEqual("the triad", part, expected, at);
      }
      return (double) BYTES_PER_TRIAD * n / seconds;
    }
  }

  private static float[] pattern(long stream, int n) {
    float[] pattern = new float[Math.min(n, PATTERN)];
    long[] words = Philox.words(0, stream, pattern.length);
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (float) Philox.toUnitInterval(words[i]);
    }
    return pattern;
  }

  /** Compares with {@code expected}, repeated as often as it takes. */
  private static void requireEqual(String what, float[] found, float[] expected, int at) {
    for (int i = 0; i < found.length; i++) {
      float wanted = expected[i % expected.length];
      if (Float.floatToRawIntBits(found[i]) != Float.floatToRawIntBits(wanted)) {
        throw new IllegalStateException(
            what + " gave " + found[i] + " at " + (at + i) + ", and the host " + wanted);
      }
    }
  }

  /** Seconds of the shortest of several launches, of which the first loads the kernel. */
  private double best(Runnable launch) {
    try (Owned owned = new Owned()) {
      CudaEvent from = owned.own(CudaEvent.forTime());
      CudaEvent to = owned.own(CudaEvent.forTime());
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < LAUNCHES; i++) {
        stream.record(from);
        launch.run();
        stream.record(to);
        best = Math.min(best, CudaEvent.seconds(from, to));
      }
      return best;
    }
  }
}

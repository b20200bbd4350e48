package org.parallelbackprop.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.parallelbackprop.engine.cpu.vector.VectorKernels;

/**
 * The micro-kernels of {@code cpu-vector} on one tile of 8 rows, or on three ({@code
 * packed-tiles}), operands in the caches next to the core: what is left of this in a whole step is
 * for {@link CompareLibrariesConsole} to say.
 *
 * <p>The column {@code gigaflop} is GFLOP/s; the GFLOP/s of {@link FmaPeak} are printed from the
 * same JVM.
 */
@State(Scope.Thread)
@Fork(
    value = 3,
    jvmArgs = {
      "--add-modules=jdk.incubator.vector",
      "-XX:ObjectAlignmentInBytes=64",
      "-XX:-UseFPUForSpilling"
    })
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ProductBenchmark {

  private static final int ORIGIN = 12;
  private static final int CALLS = 100;
  private static final int TILE = 8;
  private static final int PANEL = 32;

  @Param({"packed", "packed-tiles", "panelled", "listed"})
  String operands = "packed";

  @Param({"32", "16"})
  int columns;

  @Param({"128", "512", "1024"})
  int steps;

  @Param({"512", "256"})
  int bits;

  private VectorKernels kernels = VectorKernels.ofBits(VectorKernels.preferredBits());
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};
  private final float[] f = new float[ORIGIN + PANEL];
  private int[] list = {};
  private int tiles;

  /** GFLOP of a benchmark, which JMH divides by its seconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    /** Operations, in units of 10⁹. */
    public double gigaflop;
  }

  /** Fills the operands and holds the kernel's result against the sum it should be. */
  @Setup
  public void fill() {
    kernels = VectorKernels.ofBits(bits);
    tiles = operands.equals("packed-tiles") ? 3 : 1;
    a = numbers(ORIGIN + steps * PANEL);
    b = numbers(ORIGIN + steps * PANEL);
    c = new float[ORIGIN + tiles * TILE * PANEL];
    list = new int[steps];
    for (int k = 0; k < steps; k++) {
      list[k] = k * PANEL;
    }
    compute();
    int stride = operands.equals("panelled") ? PANEL : TILE;
    for (int i = 0; i < tiles * TILE; i++) {
      int first = ORIGIN + i / TILE * TILE * steps + i % TILE;
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int k = 0; k < steps; k++) {
          sum = Math.fma(a[first + k * stride], b[ORIGIN + k * PANEL + j], sum);
        }
        if (sum != c[ORIGIN + PANEL * i + j]) {
          throw new IllegalStateException("wrong result at " + i + ", " + j);
        }
      }
    }
  }

  /** Prints the peak of the same minute. */
  @TearDown(Level.Trial)
  public void peak() {
    System.out.printf("# FMA peak of one thread: %.0f GFLOP/s%n", FmaPeak.gigaflops(1));
  }

  /** A hundred calls. */
  @Benchmark
  public float[] products(Work work) {
    for (int call = 0; call < CALLS; call++) {
      compute();
    }
    work.gigaflop += 2e-9 * CALLS * tiles * TILE * columns * steps;
    return c;
  }

  private void compute() {
    switch (operands) {
      case "packed" ->
          kernels.packed(columns, steps, a, ORIGIN, b, ORIGIN, f, ORIGIN, 0, c, ORIGIN);
      case "packed-tiles" ->
          kernels.packedTiles(
              tiles, columns, steps, a, ORIGIN, TILE * steps, b, ORIGIN, f, ORIGIN, c, ORIGIN);
      case "panelled" ->
          kernels.panelled(columns, steps, a, ORIGIN, b, ORIGIN, f, ORIGIN, 0, c, ORIGIN);
      case "listed" ->
          kernels.listed(columns, list, 0, steps, a, ORIGIN, b, ORIGIN, f, ORIGIN, 0, c, ORIGIN);
      default -> throw new IllegalStateException(operands);
    }
  }

  private static float[] numbers(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = ((i * 0x9E3779B9) >>> 16) / 65536f - 0.5f;
    }
    return values;
  }
}

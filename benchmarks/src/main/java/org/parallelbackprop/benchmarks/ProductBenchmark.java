package org.parallelbackprop.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.parallelbackprop.engine.cpu.vector.VectorKernels;

/**
 * The micro-kernels of {@code cpu-vector} on 24 rows ({@code product}), on a square of panels
 * ({@code gradient}), on a tile ({@code listed-product}) or on a group ({@code listed-gradient}),
 * operands in the caches next to the core: what is left of this over a layer is for {@link
 * LayerBenchmark} to say, and in whole epochs for {@link CompareLibrariesConsole}.
 */
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ProductBenchmark {

  private static final int ORIGIN = 12;
  private static final int CALLS = 100;
  private static final int ROWS = 24;

  @Param({"product", "listed-product", "gradient", "listed-gradient"})
  String kernel = "product";

  /** All that the kernel takes at once, or 16 of a panel; narrower panels are taken whole. */
  @Param({"all", "16"})
  String columns = "all";

  @Param({"128", "512", "1024"})
  int steps;

  @Param({"512", "256", "128"})
  int bits;

  private VectorKernels kernels = VectorKernels.ofBits(VectorKernels.preferredBits());
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};
  private float[] f = {};
  private int[] list = {};

  /** N of {@link VectorKernels}. */
  private int width;

  /** From one panel of A to the next. */
  private int panelLength;

  /** From one panel of B to the next. */
  private int bPanel;

  /** From one panel of C to the next. */
  private int cPanel;

  private int used;
  private int rows;

  /** Fills the operands and holds the kernel's result against the sum it should be. */
  @Setup
  public void fill(Peak peak) {
    kernels = VectorKernels.ofBits(bits);
    width = kernels.panelWidth();
    int all = kernel.equals("listed-gradient") ? kernels.groupColumns() : width;
    used = columns.equals("all") ? all : Math.min(Integer.parseInt(columns), width);
    rows =
        switch (kernel) {
          case "product" -> ROWS;
          case "gradient" -> width;
          case "listed-product" -> kernels.tileRows();
          default -> kernels.groupRows();
        };
    panelLength = rows * width;
    a = Numbers.aroundZero(ORIGIN + Math.ceilDiv(steps, width) * width * Math.max(rows, width));
    bPanel = steps * width;
    cPanel = rows * width;
    int panels = Math.ceilDiv(used, width);
    b = Numbers.aroundZero(ORIGIN + panels * bPanel);
    c = new float[ORIGIN + panels * cPanel];
    f = new float[ORIGIN + panels * width];
    list = IntStream.range(0, steps).toArray();
    compute();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < used; j++) {
        float sum = 0;
        for (int k = 0; k < steps; k++) {
          int elementOfB = ORIGIN + j / width * bPanel + k * width + j % width;
          sum = Math.fma(a[elementOfA(i, k)], b[elementOfB], sum);
        }
        if (sum != c[ORIGIN + j / width * cPanel + width * i + j % width]) {
          throw new IllegalStateException("wrong result at " + i + ", " + j);
        }
      }
    }
  }

  private int elementOfA(int i, int k) {
    return kernel.endsWith("gradient")
        ? ORIGIN + width * k + i
        : ORIGIN + k / width * panelLength + width * i + k % width;
  }

  /** A hundred calls. */
  @Benchmark
  public float[] products(Operations operations) {
    for (int call = 0; call < CALLS; call++) {
      compute();
    }
    operations.gigaflop += 2e-9 * CALLS * rows * used * steps;
    return c;
  }

  private void compute() {
    switch (kernel) {
      case "product" ->
          kernels.product(
              rows, used, steps, a, ORIGIN, panelLength, b, ORIGIN, f, ORIGIN, c, ORIGIN);
      case "listed-product" ->
          kernels.listedProduct(
              used, list, 0, steps, a, ORIGIN, panelLength, b, ORIGIN, f, ORIGIN, c, ORIGIN);
      case "gradient" ->
          kernels.gradient(rows, used, steps, a, ORIGIN, b, ORIGIN, f, ORIGIN, 0, c, ORIGIN);
      case "listed-gradient" ->
          kernels.listedGradient(
              rows, used, list, 0, steps, a, ORIGIN, b, ORIGIN, bPanel, f, ORIGIN, 0, width, c,
              ORIGIN, cPanel);
      default -> throw new IllegalStateException(kernel);
    }
  }
}

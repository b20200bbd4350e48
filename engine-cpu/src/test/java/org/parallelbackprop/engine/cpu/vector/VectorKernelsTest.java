package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inner loops of every width against the sentence that describes them, bit for bit. */
final class VectorKernelsTest {

  private static final int[] STEPS = {0, 1, 2, 3, 7, 8, 31, 32, 33, 64, 100};
  private static final int START = 5;
  private static final int ELEMENTS = 20_000;

  private final Random random = new Random(7);

  /** A product micro-kernel with the operands of a test filled in. */
  private interface Product {
    void compute(VectorKernels kernels, int columns, int steps, Operands operands);
  }

  private final class Operands {
    final float[] a = random(ELEMENTS);
    final float[] b = random(ELEMENTS);
    final float[] f = random(START + Panels.TILE * Panels.WIDTH);
    final float[] c = random(START + Panels.TILE * Panels.WIDTH);
    final int[] list = random.ints(200, 0, 300).sorted().map(row -> row * Panels.WIDTH).toArray();
    int fRow;
  }

  static Stream<Arguments> widthsAndColumns() {
    return Stream.of(512, 256, 128)
        .flatMap(bits -> Stream.of(16, 32).map(columns -> Arguments.of(bits, columns)));
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void packedTakesEightElementsOfAForEachStep(int bits, int columns) {
    check(
        bits,
        columns,
        (kernels, width, steps, o) ->
            kernels.packed(width, steps, o.a, START, o.b, START, o.f, START, o.fRow, o.c, START),
        Panels.TILE,
        null);
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void panelledTakesEightElementsOfARowOfAPanel(int bits, int columns) {
    check(
        bits,
        columns,
        (kernels, width, steps, o) ->
            kernels.panelled(width, steps, o.a, START, o.b, START, o.f, START, o.fRow, o.c, START),
        Panels.WIDTH,
        null);
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void listedTakesTheRowsOfBThatAreListed(int bits, int columns) {
    check(
        bits,
        columns,
        (kernels, width, steps, o) ->
            kernels.listed(
                width, o.list, 3, steps, o.a, START, o.b, START, o.f, START, o.fRow, o.c, START),
        Panels.TILE,
        3);
  }

  private void check(
      int bits, int columns, Product product, int aRow, @Nullable Integer listStart) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    for (int steps : STEPS) {
      for (int fRow : new int[] {0, Panels.WIDTH}) {
        Operands operands = new Operands();
        operands.fRow = fRow;
        float[] expected = operands.c.clone();
        for (int i = 0; i < Panels.TILE; i++) {
          for (int j = 0; j < columns; j++) {
            float sum = operands.f[START + i * fRow + j];
            for (int k = 0; k < steps; k++) {
              int row = listStart == null ? Panels.WIDTH * k : operands.list[listStart + k];
              sum = Math.fma(operands.a[START + aRow * k + i], operands.b[START + row + j], sum);
            }
            expected[START + Panels.WIDTH * i + j] = sum;
          }
        }
        product.compute(kernels, columns, steps, operands);
        assertThat(operands.c)
            .as("%d steps, %d columns, %d bits", steps, columns, bits)
            .isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void descendingHasTheBitsOfASumAndAnUpdate(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    Operands o = new Operands();
    float[] w = random(START + Panels.TILE * Panels.WIDTH);
    float[] updated = w.clone();
    kernels.packed(columns, 33, o.a, START, o.b, START, o.f, START, 0, o.c, START);
    descend(columns, o.c, updated);
    float[] fused = w.clone();
    kernels.packedDescend(
        columns, 33, o.a, START, o.b, START, o.f, START, 0, fused, START, 0.3f, 0.01f);
    assertThat(fused).isEqualTo(updated);

    kernels.panelled(columns, 33, o.a, 0, o.b, START, o.f, START, 0, o.c, START);
    descend(columns, o.c, updated);
    kernels.panelledDescend(
        columns, 33, o.a, 0, o.b, START, o.f, START, 0, fused, START, 0.3f, 0.01f);
    assertThat(fused).isEqualTo(updated);

    float[] again = updated.clone();
    kernels.listed(columns, o.list, 3, 31, o.a, START, o.b, START, o.f, START, 32, o.c, START);
    descend(columns, o.c, again);
    kernels.listedDescend(
        columns, o.list, 3, 31, o.a, START, o.b, START, o.f, START, 32, fused, START, 0.3f, 0.01f);
    assertThat(fused).isEqualTo(again);
  }

  private static void descend(int columns, float[] g, float[] w) {
    for (int i = 0; i < Panels.TILE; i++) {
      for (int j = 0; j < columns; j++) {
        int at = START + Panels.WIDTH * i + j;
        w[at] = Math.fma(-0.3f, Math.fma(0.01f, w[at], g[at]), w[at]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void tilesTogetherHaveTheBitsOfTilesOneByOne(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    Operands o = new Operands();
    int steps = 33;
    int aTile = Panels.TILE * 40;
    for (int tiles = 0; tiles <= 8; tiles++) {
      float[] expected = random(START + 8 * Panels.TILE * Panels.WIDTH);
      float[] together = expected.clone();
      for (int tile = 0; tile < tiles; tile++) {
        int a = START + aTile * tile;
        int c = START + Panels.TILE * Panels.WIDTH * tile;
        kernels.packed(columns, steps, o.a, a, o.b, START, o.f, START, 0, expected, c);
      }
      kernels.packedTiles(
          tiles, columns, steps, o.a, START, aTile, o.b, START, o.f, START, together, START);
      assertThat(together).as("%d tiles", tiles).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void aSumCutIntoTwoCallsHasTheSameBits(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    Operands o = new Operands();
    kernels.packed(Panels.WIDTH, 50, o.a, 0, o.b, 0, o.f, 0, 0, o.c, 0);
    float[] inOne = o.c.clone();
    kernels.packed(Panels.WIDTH, 20, o.a, 0, o.b, 0, o.f, 0, 0, o.c, 0);
    kernels.packed(
        Panels.WIDTH,
        30,
        o.a,
        20 * Panels.TILE,
        o.b,
        20 * Panels.WIDTH,
        o.c,
        0,
        Panels.WIDTH,
        o.c,
        0);
    assertThat(o.c).isEqualTo(inOne);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void elementWiseLoopsKeepToTheirFormulas(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    float[] a = random(100);
    float[] x = random(100);
    check(a, START, x, (v, i) -> Math.max(v, 0), values -> kernels.relu(values, START, 64));
    check(
        a,
        START,
        x,
        (v, i) -> v * (a[i] * (1 - a[i])),
        values -> kernels.timesSigmoidDerivative(values, START, a, START, 64));
    check(
        a,
        START,
        x,
        (v, i) -> v * Math.fma(-a[i], a[i], 1f),
        values -> kernels.timesTanhDerivative(values, START, a, START, 64));
    check(
        a,
        START,
        x,
        (v, i) -> a[i] > 0 ? v : 0,
        values -> kernels.timesReluDerivative(values, START, a, START, 64));
    check(
        a,
        START,
        x,
        (w, i) -> Math.fma(-0.3f, Math.fma(0.01f, w, a[i]), w),
        values -> kernels.descend(values, START, a, START, 64, 0.3f, 0.01f));
    float[] velocity = random(100);
    float[] faster = velocity.clone();
    for (int i = START; i < START + 64; i++) {
      faster[i] = Math.fma(0.9f, velocity[i], Math.fma(0.01f, x[i], a[i]));
    }
    check(
        a,
        START,
        x,
        (w, i) -> Math.fma(-0.3f, faster[i], w),
        values ->
            kernels.descendWithMomentum(values, velocity, START, a, START, 64, 0.3f, 0.01f, 0.9f));
    assertThat(velocity).isEqualTo(faster);
  }

  private interface Formula {
    float of(float x, int i);
  }

  private interface Loop {
    void over(float[] values);
  }

  private static void check(float[] a, int start, float[] x, Formula formula, Loop loop) {
    float[] expected = x.clone();
    for (int i = start; i < start + 64; i++) {
      expected[i] = formula.of(x[i], i);
    }
    float[] actual = x.clone();
    loop.over(actual);
    assertThat(actual).isEqualTo(expected);
    assertThat(a).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void rowsAreAddedInAscendingOrder(int bits) {
    float[] d = random(START + 50 * Panels.WIDTH);
    float[] sums = random(START + Panels.WIDTH);
    float[] expected = sums.clone();
    for (int row = 0; row < 50; row++) {
      for (int j = 0; j < Panels.WIDTH; j++) {
        expected[START + j] += d[START + Panels.WIDTH * row + j];
      }
    }
    VectorKernels.ofBits(bits).addRows(50, d, START, sums, START);
    assertThat(sums).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void packingIsATransposition(int bits) {
    float[] panel = random(START + Panels.TILE * Panels.WIDTH);
    float[] pack = new float[panel.length];
    VectorKernels.ofBits(bits).packPanel(panel, START, pack, START);
    for (int i = 0; i < Panels.TILE; i++) {
      for (int j = 0; j < Panels.WIDTH; j++) {
        assertThat(pack[START + Panels.TILE * j + i])
            .isEqualTo(panel[START + Panels.WIDTH * i + j]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void aSquareOfPanelsIsTransposed(int bits) {
    float[] panel = random(START + Panels.WIDTH * Panels.WIDTH);
    float[] transposed = new float[panel.length];
    VectorKernels.ofBits(bits).transpose(panel, START, transposed, START);
    for (int i = 0; i < Panels.WIDTH; i++) {
      for (int j = 0; j < Panels.WIDTH; j++) {
        assertThat(transposed[START + Panels.WIDTH * j + i])
            .isEqualTo(panel[START + Panels.WIDTH * i + j]);
      }
    }
  }

  private float[] random(int n) {
    float[] values = new float[n];
    Arrays.setAll(new int[n], i -> 0);
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}

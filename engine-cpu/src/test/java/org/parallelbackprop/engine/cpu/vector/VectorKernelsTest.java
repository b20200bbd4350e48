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
    final float[] f;
    final float[] c;
    final int[] list;
    int fRow;

    /** For products of at most a square of panels. */
    Operands(VectorKernels kernels) {
      int width = kernels.panelWidth();
      f = random(START + width * width);
      c = random(START + width * width);
      list = random.ints(200, 0, 300).sorted().map(row -> row * width).toArray();
    }
  }

  /** Vector widths, and for each the columns that products can have. */
  static Stream<Arguments> widthsAndColumns() {
    return Stream.of(
        Arguments.of(512, 32), Arguments.of(512, 16), Arguments.of(256, 16), Arguments.of(128, 8));
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void packedTakesTheElementsOfATileOfAForEachStep(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    check(
        kernels,
        kernels.tileRows(),
        columns,
        (k, width, steps, o) ->
            k.packed(width, steps, o.a, START, o.b, START, o.f, START, o.fRow, o.c, START),
        kernels.tileRows(),
        null,
        false);
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void panelledTakesElementsOfARowOfAPanel(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    for (int rows = 1; rows <= kernels.panelWidth(); rows++) {
      int wanted = rows;
      check(
          kernels,
          wanted,
          columns,
          (k, width, steps, o) ->
              k.panelled(
                  wanted, width, steps, o.a, START, o.b, START, o.f, START, o.fRow, o.c, START),
          kernels.panelWidth(),
          null,
          true);
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void listedTakesTheRowsOfBThatAreListed(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    check(
        kernels,
        kernels.tileRows(),
        columns,
        (k, width, steps, o) ->
            k.listed(
                width, o.list, 3, steps, o.a, START, o.b, START, o.f, START, o.fRow, o.c, START),
        kernels.tileRows(),
        3,
        false);
  }

  /**
   * Holds all of C against the sums: behind the rows wanted nothing is written, or, if more may be
   * computed, rows that are right.
   */
  private void check(
      VectorKernels kernels,
      int rows,
      int columns,
      Product product,
      int aRow,
      @Nullable Integer listStart,
      boolean mayComputeMore) {
    int panel = kernels.panelWidth();
    for (int steps : STEPS) {
      for (int fRow : new int[] {0, panel}) {
        Operands operands = new Operands(kernels);
        operands.fRow = fRow;
        float[] untouched = operands.c.clone();
        float[] expected = operands.c.clone();
        for (int i = 0; i < panel; i++) {
          for (int j = 0; j < columns; j++) {
            float sum = operands.f[START + i * fRow + j];
            for (int k = 0; k < steps; k++) {
              int row = listStart == null ? panel * k : operands.list[listStart + k];
              sum = Math.fma(operands.a[START + aRow * k + i], operands.b[START + row + j], sum);
            }
            expected[START + panel * i + j] = sum;
          }
        }
        product.compute(kernels, columns, steps, operands);
        for (int i = 0; i < panel; i++) {
          float[] sums = row(expected, panel, i);
          float[] before = row(untouched, panel, i);
          Object[] right = {i < rows || mayComputeMore ? sums : before, i < rows ? sums : before};
          assertThat((Object) row(operands.c, panel, i))
              .as("row %d of %d, %d steps, %s", i, rows, steps, kernels.tiling())
              .isIn(right);
        }
      }
    }
  }

  private static float[] row(float[] c, int panel, int i) {
    return Arrays.copyOfRange(c, START + panel * i, START + panel * (i + 1));
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void descendingHasTheBitsOfASumAndAnUpdate(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int panel = kernels.panelWidth();
    Operands o = new Operands(kernels);
    float[] w = random(o.c.length);
    float[] updated = w.clone();
    kernels.packed(columns, 33, o.a, START, o.b, START, o.f, START, 0, o.c, START);
    descend(kernels, kernels.tileRows(), columns, o.c, updated);
    float[] fused = w.clone();
    kernels.packedDescend(
        columns, 33, o.a, START, o.b, START, o.f, START, 0, fused, START, 0.3f, 0.01f);
    assertThat(fused).isEqualTo(updated);

    kernels.panelled(panel, columns, 33, o.a, 0, o.b, START, o.f, START, 0, o.c, START);
    descend(kernels, panel, columns, o.c, updated);
    kernels.panelledDescend(
        panel, columns, 33, o.a, 0, o.b, START, o.f, START, 0, fused, START, 0.3f, 0.01f);
    assertThat(fused).isEqualTo(updated);

    float[] again = updated.clone();
    kernels.listed(columns, o.list, 3, 31, o.a, START, o.b, START, o.f, START, panel, o.c, START);
    descend(kernels, kernels.tileRows(), columns, o.c, again);
    kernels.listedDescend(
        columns, o.list, 3, 31, o.a, START, o.b, START, o.f, START, panel, fused, START, 0.3f,
        0.01f);
    assertThat(fused).isEqualTo(again);
  }

  private static void descend(VectorKernels kernels, int rows, int columns, float[] g, float[] w) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = START + kernels.panelWidth() * i + j;
        w[at] = Math.fma(-0.3f, Math.fma(0.01f, w[at], g[at]), w[at]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void tilesTogetherHaveTheBitsOfTilesOneByOne(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    Operands o = new Operands(kernels);
    int steps = 33;
    int aTile = kernels.tileRows() * 40;
    int tileSize = kernels.tiling().tileSize();
    for (int tiles = 0; tiles <= 8; tiles++) {
      float[] expected = random(START + 8 * tileSize);
      float[] together = expected.clone();
      for (int tile = 0; tile < tiles; tile++) {
        int a = START + aTile * tile;
        int c = START + tileSize * tile;
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
    int width = kernels.panelWidth();
    Operands o = new Operands(kernels);
    kernels.packed(width, 50, o.a, 0, o.b, 0, o.f, 0, 0, o.c, 0);
    float[] inOne = o.c.clone();
    kernels.packed(width, 20, o.a, 0, o.b, 0, o.f, 0, 0, o.c, 0);
    int a = 20 * kernels.tileRows();
    kernels.packed(width, 30, o.a, a, o.b, 20 * width, o.c, 0, width, o.c, 0);
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
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int width = kernels.panelWidth();
    float[] d = random(START + 50 * width);
    float[] sums = random(START + width);
    float[] expected = sums.clone();
    for (int row = 0; row < 50; row++) {
      for (int j = 0; j < width; j++) {
        expected[START + j] += d[START + width * row + j];
      }
    }
    kernels.addRows(50, d, START, sums, START);
    assertThat(sums).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void packingIsATransposition(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int rows = kernels.tileRows();
    int width = kernels.panelWidth();
    float[] panel = random(START + rows * width);
    float[] pack = new float[panel.length];
    kernels.packPanel(panel, START, pack, START);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        assertThat(pack[START + rows * j + i]).isEqualTo(panel[START + width * i + j]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void anyRowsArePackedInWholeOrByAListOfColumns(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int rows = kernels.tileRows();
    float[] from = random(2000);
    int[] starts = random.ints(3 + rows, 0, 1000).toArray();
    int[] list = {9, 3, 4, 50, 51, 999};
    float[] expected = random(START + 48 * rows + 10);
    float[] whole = expected.clone();
    float[] listed = expected.clone();
    kernels.packRows(48, from, starts, 3, whole, START);
    kernels.packListed(list, 1, 4, from, starts, 3, listed, START);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < 48; k++) {
        assertThat(whole[START + rows * k + i]).isEqualTo(from[starts[3 + i] + k]);
      }
      for (int k = 0; k < 4; k++) {
        assertThat(listed[START + rows * k + i]).isEqualTo(from[starts[3 + i] + list[1 + k]]);
      }
    }
    for (int rest = START + 48 * rows; rest < expected.length; rest++) {
      assertThat(whole[rest]).isEqualTo(expected[rest]);
    }
    assertThat(listed[START + 4 * rows]).isEqualTo(expected[START + 4 * rows]);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void aTileRowIsCopiedAndNothingElse(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    float[] from = random(30);
    float[] to = random(30);
    float[] expected = to.clone();
    System.arraycopy(from, 7, expected, START, kernels.tileRows());
    kernels.copyTileRow(from, 7, to, START);
    assertThat(to).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void aSquareOfPanelsIsTransposed(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int width = kernels.panelWidth();
    float[] panel = random(START + width * width);
    float[] transposed = new float[panel.length];
    kernels.transpose(panel, START, transposed, START);
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        assertThat(transposed[START + width * j + i]).isEqualTo(panel[START + width * i + j]);
      }
    }
  }

  private float[] random(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}

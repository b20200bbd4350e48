package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Examples;

/** The inner loops of every width against the sentence that describes them, bit for bit. */
final class VectorKernelsTest {

  private static final int[] STEPS = {0, 1, 2, 3, 7, 8, 31, 32, 33, 64, 100};
  private static final int START = 5;
  private static final int ELEMENTS = 20_000;
  private static final int MOST_TILES = 13;

  /** From one panel of the right factor of a listed product to the next: 310 rows of 32. */
  private static final int LISTED_PANEL = 9_920;

  /** The same of its result: more than a square of 32. */
  private static final int SMALL_PANEL = 1_040;

  private final Random random = new Random(7);

  /** Where a step finds its operands. */
  private interface Place {
    int of(int i, int k);
  }

  /** Vector widths, and for each the columns that products can have. */
  static Stream<Arguments> widthsAndColumns() {
    return Stream.of(
        Arguments.of(512, 32), Arguments.of(512, 16), Arguments.of(256, 16), Arguments.of(128, 8));
  }

  /** The kernels of workers with several panels and with one, and columns of listed gradients. */
  static Stream<Arguments> sharesAndColumns() {
    return IntStream.of(512, 256, 128)
        .boxed()
        .flatMap(bits -> Stream.of(VectorKernels.ofBits(bits), VectorKernels.ofBits(bits, 1, 1)))
        .flatMap(kernels ->
            IntStream.iterate(
                    kernels.groupColumns(),
                    columns -> columns >= Math.min(16, kernels.panelWidth()),
                    columns -> columns / 2)
                .mapToObj(columns -> Arguments.of(kernels, columns)));
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void aProductTakesTheRowsOfAAcrossPanels(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    float[] a = random(ELEMENTS);
    float[] b = random(ELEMENTS);
    float[] f = random(START + columns);
    int panelLength = kernels.tiling().panelLength(MOST_TILES * kernels.tileRows());
    for (int tiles = 0; tiles <= MOST_TILES; tiles++) {
      int rows = tiles * kernels.tileRows();
      for (int steps : STEPS) {
        float[] c = random(START + (MOST_TILES + 1) * kernels.tileRows() * kernels.panelWidth());
        float[] expected = c.clone();
        multiply(
            kernels,
            rows,
            columns,
            steps,
            a,
            rowOfA(kernels, panelLength),
            b,
            k -> k,
            f,
            0,
            expected);
        kernels.product(rows, columns, steps, a, START, panelLength, b, START, f, START, c, START);
        assertThat(c).as("%d tiles, %d steps", tiles, steps).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void aListedProductTakesThoseColumnsOfA(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    float[] a = random(ELEMENTS);
    float[] b = random(ELEMENTS);
    float[] f = random(START + columns);
    int[] list = list();
    int panelLength = kernels.tiling().panelLength(kernels.tileRows());
    Place place = rowOfA(kernels, panelLength);
    for (int steps : STEPS) {
      float[] c = random(START + 2 * kernels.tileRows() * kernels.panelWidth());
      float[] expected = c.clone();
      int rows = kernels.tileRows();
      multiply(
          kernels,
          rows,
          columns,
          steps,
          a,
          (i, k) -> place.of(i, list[3 + k]),
          b,
          k -> list[3 + k],
          f,
          0,
          expected);
      kernels.listedProduct(
          columns, list, 3, steps, a, START, panelLength, b, START, f, START, c, START);
      assertThat(c).as("%d steps", steps).isEqualTo(expected);
    }
  }

  private static Place inPanels(VectorKernels kernels, int panel) {
    int width = kernels.panelWidth();
    return (row, column) -> START + column / width * panel + width * row + column % width;
  }

  private static Place rowOfA(VectorKernels kernels, int panelLength) {
    int width = kernels.panelWidth();
    return (i, k) -> START + k / width * panelLength + width * i + k % width;
  }

  /** Behind the rows wanted nothing is written, or rows that are right. */
  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void aGradientTakesTheColumnsOfAPanelOfA(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int width = kernels.panelWidth();
    float[] a = random(ELEMENTS);
    float[] b = random(ELEMENTS);
    Place place = (i, k) -> START + width * k + i;
    for (int rows = 1; rows <= width; rows++) {
      for (int steps : STEPS) {
        for (int fRow : new int[] {0, width}) {
          float[] f = random(START + width * width);
          float[] before = random(START + (width + 1) * width);
          float[] expected = before.clone();
          multiply(kernels, width, columns, steps, a, place, b, k -> k, f, fRow, expected);
          float[] c = before.clone();
          kernels.gradient(rows, columns, steps, a, START, b, START, f, START, fRow, c, START);
          for (int i = 0; i <= width; i++) {
            float[] right = row(expected, width, i);
            Object[] allowed = {right, i < rows ? right : row(before, width, i)};
            assertThat((Object) row(c, width, i))
                .as("row %d of %d, %d steps", i, rows, steps)
                .isIn(allowed);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sharesAndColumns")
  void aListedGradientTakesThoseRowsForAGroup(VectorKernels kernels, int columns) {
    int width = kernels.panelWidth();
    float[] a = random(ELEMENTS);
    float[] b = random(ELEMENTS);
    float[] f = random(START + 2 * SMALL_PANEL);
    int[] list = list();
    Place placeOfB = inPanels(kernels, LISTED_PANEL);
    Place placeOfC = inPanels(kernels, SMALL_PANEL);
    for (int group = 0; group < kernels.tiling().groups(width); group++) {
      int rows = kernels.tiling().groupSize(group);
      int first = kernels.tiling().groupStart(group);
      for (int steps : STEPS) {
        for (boolean oneRow : new boolean[] {true, false}) {
          float[] c = random(START + 2 * SMALL_PANEL);
          float[] expected = c.clone();
          for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
              float sum = f[oneRow ? START + j % width : placeOfC.of(i, j)];
              for (int k = 0; k < steps; k++) {
                int x = list[3 + k];
                sum = Math.fma(a[START + first + width * x + i], b[placeOfB.of(x, j)], sum);
              }
              expected[placeOfC.of(i, j)] = sum;
            }
          }
          kernels.listedGradient(
              rows,
              columns,
              list,
              3,
              steps,
              a,
              START + first,
              b,
              START,
              LISTED_PANEL,
              f,
              START,
              oneRow ? 0 : width,
              oneRow ? 0 : SMALL_PANEL,
              c,
              START,
              SMALL_PANEL);
          assertThat(c).as("group %d, %d steps", group, steps).isEqualTo(expected);
        }
      }
    }
  }

  /** Every third number or so, as of examples or inputs that are on. */
  private int[] list() {
    return random.ints(200, 0, 300).sorted().toArray();
  }

  /** C = F + Σ_k A(i, k) · B[k], element by element, from START in all of them. */
  private static void multiply(
      VectorKernels kernels,
      int rows,
      int columns,
      int steps,
      float[] a,
      Place place,
      float[] b,
      IntUnaryOperator rowOfB,
      float[] f,
      int fRow,
      float[] c) {
    int width = kernels.panelWidth();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = f[START + i * fRow + j];
        for (int k = 0; k < steps; k++) {
          float factor = b[START + width * rowOfB.applyAsInt(k) + j];
          sum = Math.fma(a[place.of(i, k)], factor, sum);
        }
        c[START + width * i + j] = sum;
      }
    }
  }

  private static float[] row(float[] c, int width, int i) {
    return Arrays.copyOfRange(c, START + width * i, START + width * (i + 1));
  }

  @ParameterizedTest
  @MethodSource("widthsAndColumns")
  void descendingHasTheBitsOfASumAndAnUpdate(int bits, int columns) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int width = kernels.panelWidth();
    float[] a = random(ELEMENTS);
    float[] b = random(ELEMENTS);
    float[] f = random(START + width * width);
    float[] g = new float[START + width * width];
    float[] w = random(g.length);
    float[] updated = w.clone();
    kernels.gradient(width, columns, 33, a, START, b, START, f, START, 0, g, START);
    descend(kernels, width, columns, g, updated);
    kernels.gradientDescend(
        width, columns, 33, a, START, b, START, f, START, 0, w, START, 0.3f, 0.01f);
    assertThat(w).isEqualTo(updated);
  }

  @ParameterizedTest
  @MethodSource("sharesAndColumns")
  void descendingByAListHasTheBitsOfASumAndAnUpdate(VectorKernels kernels, int columns) {
    int width = kernels.panelWidth();
    float[] a = random(ELEMENTS);
    float[] b = random(ELEMENTS);
    float[] f = random(START + 2 * SMALL_PANEL);
    int[] list = list();
    for (int group = 0; group < kernels.tiling().groups(width); group++) {
      int rows = kernels.tiling().groupSize(group);
      int first = START + kernels.tiling().groupStart(group);
      float[] g = new float[START + 2 * SMALL_PANEL];
      kernels.listedGradient(
          rows,
          columns,
          list,
          3,
          31,
          a,
          first,
          b,
          START,
          LISTED_PANEL,
          f,
          START,
          width,
          SMALL_PANEL,
          g,
          START,
          SMALL_PANEL);
      float[] w = random(g.length);
      float[] updated = w.clone();
      descend(kernels, rows, columns, g, updated);
      kernels.listedGradientDescend(
          rows,
          columns,
          list,
          3,
          31,
          a,
          first,
          b,
          START,
          LISTED_PANEL,
          f,
          START,
          width,
          SMALL_PANEL,
          w,
          START,
          SMALL_PANEL,
          0.3f,
          0.01f);
      assertThat(w).as("group %d", group).isEqualTo(updated);
    }
  }

  private static void descend(VectorKernels kernels, int rows, int columns, float[] g, float[] w) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = inPanels(kernels, SMALL_PANEL).of(i, j);
        w[at] = Math.fma(-0.3f, Math.fma(0.01f, w[at], g[at]), w[at]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void aSumCutIntoTwoCallsHasTheSameBits(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int width = kernels.panelWidth();
    float[] a = random(ELEMENTS);
    float[] b = random(ELEMENTS);
    float[] f = random(width);
    float[] inOne = new float[width * width];
    float[] c = new float[width * width];
    kernels.gradient(width, width, 50, a, 0, b, 0, f, 0, 0, inOne, 0);
    kernels.gradient(width, width, 20, a, 0, b, 0, f, 0, 0, c, 0);
    kernels.gradient(width, width, 30, a, 20 * width, b, 20 * width, c, 0, width, c, 0);
    assertThat(c).isEqualTo(inOne);
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
  void rowsAreCopiedIntoPanelsAndNothingElse(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int width = kernels.panelWidth();
    int panelLength = 6 * width + 16;
    float[] from = random(2000);
    int[] starts = random.ints(9, 0, 1800).toArray();
    for (int columns = 1; columns <= 4 * width; columns++) {
      int panel = columns / 3 / width;
      float[] to = random(START + 4 * panelLength);
      float[] expected = to.clone();
      for (int i = 0; i < 5; i++) {
        for (int j = panel * width; j < columns; j++) {
          expected[START + j / width * panelLength + width * i + j % width] =
              from[starts[3 + i] + j];
        }
      }
      kernels.copyRows(5, panel, columns, from, starts, 3, to, START, panelLength);
      assertThat(to).as("%d columns", columns).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void packedRowsAreUnpackedIntoPanelsAndNothingElse(int bits) {
    VectorKernels kernels = VectorKernels.ofBits(bits);
    int width = kernels.panelWidth();
    int panelLength = 6 * width + 16;
    for (int columns = 1; columns <= 4 * width; columns++) {
      Examples examples = greyLevels(9, columns);
      PackedFeatures packed = Objects.requireNonNull(PackedFeatures.of(examples, kernels.tiling()));
      int[] starts = IntStream.range(0, 9).map(i -> packed.start(8 - i)).toArray();
      int panel = columns / 3 / width;
      int panels = Math.ceilDiv(columns, width);
      float[] to = random(START + 4 * panelLength);
      float[] expected = to.clone();
      for (int i = 0; i < 5; i++) {
        for (int j = panel * width; j < panels * width; j++) {
          expected[START + j / width * panelLength + width * i + j % width] =
              j < columns ? examples.features()[(8 - 3 - i) * columns + j] : 0;
        }
      }
      kernels.unpackRows(5, panel, columns, packed.words, starts, 3, to, START, panelLength);
      assertThat(to).as("%d columns", columns).isEqualTo(expected);
    }
  }

  /** All of them, in no order. */
  private static Examples greyLevels(int count, int columns) {
    float[] features = new float[count * columns];
    for (int i = 0; i < features.length; i++) {
      features[i] = (i * 97 & 0xff) / 255f;
    }
    return new Examples(columns, 1, features, new int[count]);
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

package org.parallelbackprop.engine.cpu.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Writes the classes {@code VectorKernels512}, {@code VectorKernels256} and {@code
 * VectorKernels128}.
 *
 * <p>C2 keeps a tile of the product in registers only if every accumulator is a local variable of
 * its own and the vector species is a {@code static final} constant of the class. Both mean text
 * that repeats itself, for each row of the tile and for each width; this program repeats it, so
 * that nobody has to read or edit it three times.
 *
 * <p>The element-wise loops come from {@code VectorKernels.java.template}, with the width filled
 * in. The micro-kernels of the matrix products are written out here. All compute
 *
 * <pre>
 *   C[i][j] = F[i][j] + Σ_k A[k][i] · B[k][j]        i &lt; rows, j &lt; columns, k ascending
 * </pre>
 *
 * with one fused multiply-add for each term and accumulators in registers. They differ in where a
 * step k finds its operands, and in what becomes of C:
 *
 * <pre>
 *               A[k][i] is a[…]   B[k][j] is b[…]                C is
 *   packed      T·k + i           N·k + j              …         stored
 *   panelled    N·k + i           N·k + j              …Descend  the gradient by which weights
 *   listed      T·k + i           list[k] + j                    are updated
 * </pre>
 *
 * <p>where T is the rows of a tile and N the columns of a panel, which depend on the width. A
 * product is covered with blocks of accumulators; T is a multiple of a block's rows. {@code
 * packedTall} is packed for a tile and a half: the first rows from one pack, the others from
 * another.
 */
final class KernelGenerator {

  /** Columns that the kernels of wider panels can be told to keep to. */
  private static final int LINE = 16;

  /** Vectors of a block that is as wide as a panel. */
  private static final int BLOCK_VECTORS = 2;

  /**
   * A block of accumulators, {@code rows} high and {@code vectors} vectors wide, which a
   * micro-kernel keeps in registers.
   */
  record Block(int rows, int vectors) {

    String name() {
      return rows + "x" + vectors;
    }
  }

  /**
   * How a vector width covers products.
   *
   * <p>A fused multiply-add takes four cycles, and two start in each, so a block has at least 8
   * accumulators; the more, the fewer loads for each. Beside them a step needs the vectors of B and
   * a broadcast of A. 32 registers, which come with 512 bits, have room for 12 × 2 and 8 × 2, 16
   * registers for 6 × 2. With 128 bits, where a machine may have 16 or 32, 4 × 2.
   *
   * <p>That C2 keeps a block of 6 × 2 in registers hangs on the JVM's flags and on how addresses
   * are written: with steps of 8 instead of 6 elements of A an accumulator went to the stack and
   * back, which takes half of the speed. {@code ProductBenchmark} shows it.
   */
  enum Width {
    BITS_512(512, 8, 8),
    BITS_256(256, 6, 6),
    BITS_128(128, 8, 4);

    private final int bits;
    private final int tileRows;
    private final int blockRows;

    Width(int bits, int tileRows, int blockRows) {
      this.bits = bits;
      this.tileRows = tileRows;
      this.blockRows = blockRows;
    }

    private int lanes() {
      return bits / Float.SIZE;
    }

    /** Columns of a panel: those of a block, so that a kernel reads all of what it comes by. */
    private int columns() {
      return BLOCK_VECTORS * lanes();
    }

    /** Whether a tile and a half fits into the registers, too. */
    private boolean hasTall() {
      return this == BITS_512;
    }
  }

  /** How a step of a micro-kernel finds its operands. */
  enum Operands {
    PACKED,
    PANELLED,
    LISTED;

    private String a(Width width) {
      return (this == PANELLED ? width.columns() : width.tileRows) + " * k";
    }

    private String b(Width width) {
      return this == LISTED ? "list[listStart + k]" : width.columns() + " * k";
    }

    /** The parameters that say where the operands are. */
    private String parameters() {
      return (this == LISTED ? "int[] list, int listStart, " : "")
          + "int steps, float[] a, int aStart, float[] b, int bStart, "
          + "float[] f, int fStart, int fRow, ";
    }
  }

  /** What becomes of the tile that a micro-kernel has computed. */
  enum Epilogue {
    STORE("", "float[] c, int cStart"),
    DESCEND("Descend", "float[] w, int wStart, float rate, float decay");

    private final String suffix;
    private final String parameters;

    Epilogue(String suffix, String parameters) {
      this.suffix = suffix;
      this.parameters = parameters;
    }
  }

  /** A kind of micro-kernel. */
  record Kernel(Operands operands, Epilogue epilogue) {

    private String method() {
      return operands.name().toLowerCase(Locale.ROOT) + epilogue.suffix;
    }

    private String parameters() {
      return operands.parameters() + epilogue.parameters;
    }
  }

  private KernelGenerator() {}

  /**
   * Writes the three classes.
   *
   * @param arguments the template, and the root folder of the sources to write
   */
  public static void main(String[] arguments) throws IOException {
    String template = Files.readString(Path.of(arguments[0]));
    Path folder =
        Path.of(arguments[1]).resolve(KernelGenerator.class.getPackageName().replace('.', '/'));
    Files.createDirectories(folder);
    for (Width width : Width.values()) {
      Files.writeString(
          folder.resolve("VectorKernels" + width.bits + ".java"), source(template, width));
    }
  }

  /** One class. */
  static String source(String template, Width width) {
    return template
        .replace("@BITS@", Integer.toString(width.bits))
        .replace("@TILE_ROWS@", Integer.toString(width.tileRows))
        .replace("@COLUMNS@", Integer.toString(width.columns()))
        .replace("@MICRO_KERNELS@", microKernels(width))
        .replace("@TRANSPOSITIONS@", copyTileRow(width) + packs(width) + transpose(width));
  }

  private static String microKernels(Width width) {
    StringBuilder text = new StringBuilder();
    for (Operands operands : Operands.values()) {
      for (Epilogue epilogue : Epilogue.values()) {
        Kernel kernel = new Kernel(operands, epilogue);
        Set<Block> blocks = new LinkedHashSet<>();
        text.append(cover(kernel, width, blocks));
        blocks.forEach(block -> text.append(microKernel(kernel, block, width)));
      }
    }
    if (width.hasTall()) {
      text.append(packedTiles(width)).append(packedTall(width));
    }
    return text.toString();
  }

  /**
   * The method that covers a tile, or, with A in a panel, up to all rows of a square of panels,
   * with blocks: as wide as a panel, or only 16 columns.
   *
   * @param blocks gets those that it calls
   */
  private static String cover(Kernel kernel, Width width, Set<Block> blocks) {
    boolean square = kernel.operands == Operands.PANELLED;
    int rows = square ? width.columns() : width.tileRows;
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  @Override\n  public void %s(\n      %sint columns, %s) {\n"
            .formatted(kernel.method(), square ? "int rows, " : "", kernel.parameters()));
    for (int columns = width.columns();
        columns >= LINE || columns == width.columns();
        columns /= 2) {
      text.append("    if (columns == %d) {\n".formatted(columns));
      for (int i = 0; i < rows; i += width.blockRows) {
        Block block = new Block(Math.min(width.blockRows, rows - i), columns / width.lanes());
        blocks.add(block);
        if (square && i > 0) {
          text.append("      if (rows > %d)\n".formatted(i));
        }
        text.append(
            ("      %s%s(%ssteps, a, aStart + %d, b, bStart, "
                    + "f, fStart + %d * fRow, fRow, %s + %d%s);\n")
                .formatted(
                    kernel.method(),
                    block.name(),
                    kernel.operands == Operands.LISTED ? "list, listStart, " : "",
                    i,
                    i,
                    kernel.epilogue == Epilogue.STORE ? "c, cStart" : "w, wStart",
                    width.columns() * i,
                    kernel.epilogue == Epilogue.STORE ? "" : ", rate, decay"));
      }
      text.append("      return;\n    }\n");
    }
    return text.append("    throw new IllegalArgumentException(\"columns: \" + columns);\n  }\n")
        .toString();
  }

  /** The loop over k of one block. */
  static String microKernel(Kernel kernel, Block block, Width width) {
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  private static void %s%s(\n      %s) {\n"
            .formatted(kernel.method(), block.name(), kernel.parameters()));
    int lanes = width.lanes();
    forEachAccumulator(
        block,
        (i, j) ->
            text.append(
                "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, f, fStart + %d * fRow + %d);\n"
                    .formatted(i, j, i, j * lanes)));
    text.append("    for (int k = 0; k < steps; k++) {\n");
    text.append(
        "      int p = aStart + %s;\n      int q = bStart + %s;\n"
            .formatted(kernel.operands.a(width), kernel.operands.b(width)));
    text.append(step(block, lanes, block.rows())).append("    }\n");
    int row = width.columns();
    switch (kernel.epilogue) {
      case STORE ->
          forEachAccumulator(
              block,
              (i, j) ->
                  text.append(
                      "    c%d_%d.intoArray(c, cStart + %d);\n"
                          .formatted(i, j, i * row + j * lanes)));
      case DESCEND -> {
        text.append("    FloatVector lambda = FloatVector.broadcast(SPECIES, decay);\n");
        text.append("    FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);\n");
        forEachAccumulator(
            block,
            (i, j) ->
                text.append(
                    ("    FloatVector w%1$d_%2$d = FloatVector.fromArray(SPECIES, w, wStart +"
                            + " %3$d);\n"
                            + "    minusRate.fma(lambda.fma(w%1$d_%2$d, c%1$d_%2$d),"
                            + " w%1$d_%2$d).intoArray(w, wStart + %3$d);\n")
                        .formatted(i, j, i * row + j * lanes)));
      }
    }
    return text.append("  }\n").toString();
  }

  /** The multiply-adds of a step; rows of a block from {@code upper} on come from h. */
  private static String step(Block block, int lanes, int upper) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < block.vectors(); j++) {
      text.append(
          "      FloatVector b%d = FloatVector.fromArray(SPECIES, b, q + %d);\n"
              .formatted(j, j * lanes));
    }
    for (int i = 0; i < block.rows(); i++) {
      text.append(
          "      FloatVector a%d = FloatVector.broadcast(SPECIES, a[%s + %d]);\n"
              .formatted(i, i < upper ? "p" : "h", i % upper));
      for (int j = 0; j < block.vectors(); j++) {
        text.append("      c%d_%d = a%d.fma(b%d, c%d_%d);\n".formatted(i, j, i, j, i, j));
      }
    }
    return text.toString();
  }

  /** The method that takes three tiles at a time as twice a tile and a half. */
  private static String packedTiles(Width width) {
    int half = width.tileRows / 2;
    return """

      @Override
      int tilesTogether() {
        return 3;
      }

      @Override
      public void packedTiles(
          int tiles, int columns, int steps, float[] a, int aStart, int aTile,
          float[] b, int bStart, float[] f, int fStart, float[] c, int cStart) {
        int p = aStart;
        int r = cStart;
        int rest = tiles;
        if (columns == %2$d) {
          for (; rest >= 3; rest -= 3) {
            packedTall(steps, a, p, p + aTile, b, bStart, f, fStart, c, r, r + %3$d);
            packedTall(steps, a, p + 2 * aTile, p + aTile + %1$d, b, bStart, f, fStart,
                c, r + 2 * %3$d, r + %3$d + %1$d * %2$d);
            p += 3 * aTile;
            r += 3 * %3$d;
          }
        }
        super.packedTiles(rest, columns, steps, a, p, aTile, b, bStart, f, fStart, c, r);
      }
    """
        .formatted(half, width.columns(), width.tileRows * width.columns());
  }

  /** The loop over k for a tile, and the first or the second half of another. */
  private static String packedTall(Width width) {
    int lanes = width.lanes();
    int tileRows = width.tileRows;
    Block block = new Block(tileRows + tileRows / 2, BLOCK_VECTORS);
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  private static void packedTall(\n"
            + "      int steps, float[] a, int aStart, int aHalf, float[] b, int bStart, "
            + "float[] f, int fStart, float[] c, int cStart, int cHalf) {\n");
    forEachAccumulator(
        block,
        (i, j) ->
            text.append(
                "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, f, fStart + %d);\n"
                    .formatted(i, j, j * lanes)));
    text.append("    for (int k = 0; k < steps; k++) {\n");
    text.append(
        "      int p = aStart + %1$d * k;\n      int h = aHalf + %1$d * k;\n".formatted(tileRows));
    text.append("      int q = bStart + %d * k;\n".formatted(width.columns()));
    text.append(step(block, lanes, tileRows)).append("    }\n");
    forEachAccumulator(
        block,
        (i, j) ->
            text.append(
                "    c%d_%d.intoArray(c, %s + %d);\n"
                    .formatted(
                        i,
                        j,
                        i < tileRows ? "cStart" : "cHalf",
                        i % tileRows * width.columns() + j * lanes)));
    return text.append("  }\n").toString();
  }

  /**
   * The method that copies as many elements as a tile has rows. One by one: with vectors of a
   * second width in the same JVM, C2 may no longer know of a vector in a micro-kernel which width
   * it has, and then computes with objects in memory, some 20 times slower.
   */
  private static String copyTileRow(Width width) {
    StringBuilder text = new StringBuilder();
    text.append(
        """

          @Override
          void copyTileRow(float[] from, int fromStart, float[] to, int toStart) {
        """);
    forEachRow(
        width.tileRows,
        i -> text.append("    to[toStart + %1$d] = from[fromStart + %1$d];\n".formatted(i)));
    return text.append("  }\n").toString();
  }

  /** The methods that pack the rows of a tile. */
  private static String packs(Width width) {
    int rows = width.tileRows;
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  @Override\n  void packRows(\n      int columns, float[] from, int[] starts, int at, "
            + "float[] to, int toStart) {\n    pack(columns, from, ");
    forEachRow(rows, i -> text.append("starts[at + %d], ".formatted(i)));
    text.append("to, toStart);\n  }\n");

    text.append(
        "\n  @Override\n  void packPanel(float[] from, int start, float[] to, int toStart) {\n"
            + "    pack(%d, from, ".formatted(width.columns()));
    forEachRow(rows, i -> text.append("start + %d, ".formatted(i * width.columns())));
    text.append("to, toStart);\n  }\n");

    text.append(
        "\n  @Override\n  void packListed(\n      int[] list, int listStart, int count, "
            + "float[] from, int[] starts, int at, float[] to, int toStart) {\n");
    forEachRow(rows, i -> text.append("    int r%1$d = starts[at + %1$d];\n".formatted(i)));
    text.append("    for (int k = 0; k < count; k++) {\n");
    text.append("      int column = list[listStart + k];\n");
    text.append("      int p = toStart + %d * k;\n".formatted(rows));
    forEachRow(rows, i -> text.append("      to[p + %1$d] = from[r%1$d + column];\n".formatted(i)));
    text.append("    }\n  }\n");
    return text.append(Integer.bitCount(rows) == 1 ? pack(width) : packOneByOne(rows)).toString();
  }

  private static String packHead(int rows) {
    StringBuilder text = new StringBuilder();
    text.append("\n  private static void pack(\n      int columns, float[] from, ");
    forEachRow(rows, i -> text.append("int r%d, ".formatted(i)));
    return text.append("float[] to, int toStart) {\n").toString();
  }

  /** The method that packs rows element by element, for as many rows as are no power of two. */
  private static String packOneByOne(int rows) {
    StringBuilder text = new StringBuilder();
    text.append(packHead(rows));
    text.append("    for (int k = 0; k < columns; k++) {\n");
    text.append("      int p = toStart + %d * k;\n".formatted(rows));
    forEachRow(rows, i -> text.append("      to[p + %1$d] = from[r%1$d + k];\n".formatted(i)));
    return text.append("    }\n  }\n").toString();
  }

  /**
   * The method that packs rows, as many columns at once as a vector has lanes.
   *
   * <p>Interleaving vector i with vector i + n/2, for the lower and then for the upper lanes, turns
   * the bits of an element's place, vector number before lane number, by one to the left. As many
   * turns as the number of rows has bits put the rows' bits last: the elements lie as in the pack.
   */
  private static String pack(Width width) {
    int rows = width.tileRows;
    int lanes = width.lanes();
    StringBuilder text = new StringBuilder();
    text.append(packHead(rows));
    text.append("    for (int k = 0; k < columns; k += %d) {\n".formatted(lanes));
    forEachRow(rows, i -> text.append(load(i, "r%d + k".formatted(i))));
    text.append(interleavings(rows));
    forEachRow(
        rows, i -> text.append(store(rows, i, "toStart + %d * k + %d".formatted(rows, i * lanes))));
    return text.append("    }\n  }\n").toString();
  }

  /** The method that transposes a square as wide as a vector: all bits of the columns' turn. */
  static String transpose(Width width) {
    int lanes = width.lanes();
    StringBuilder text = new StringBuilder();
    text.append("\n  private static void transposeSquare(");
    text.append("float[] from, int fromStart, float[] to, int toStart) {\n");
    forEachRow(lanes, i -> text.append(load(i, "fromStart + %d".formatted(i * width.columns()))));
    text.append(interleavings(lanes));
    forEachRow(
        lanes, i -> text.append(store(lanes, i, "toStart + %d".formatted(i * width.columns()))));
    return text.append("  }\n").toString();
  }

  private static String load(int i, String index) {
    return "    IntVector v1_%d = FloatVector.fromArray(SPECIES, from, %s).reinterpretAsInts();\n"
        .formatted(i, index);
  }

  private static String store(int stage, int i, String index) {
    return "    v%d_%d.reinterpretAsFloats().intoArray(to, %s);\n".formatted(stage, i, index);
  }

  /** Turns the bits of the elements' places as often as the number of vectors can be halved. */
  private static String interleavings(int vectors) {
    StringBuilder text = new StringBuilder();
    for (int stage = 1; stage < vectors; stage *= 2) {
      for (int i = 0; i < vectors; i++) {
        text.append(
            "    IntVector v%2$d_%3$d = %4$s.selectFrom(v%1$d_%5$d, v%1$d_%6$d);\n"
                .formatted(
                    stage,
                    2 * stage,
                    i,
                    i % 2 == 0 ? "INTERLEAVE_LOWER" : "INTERLEAVE_UPPER",
                    i / 2,
                    i / 2 + vectors / 2));
      }
    }
    return text.toString();
  }

  private static void forEachRow(int rows, IntConsumer text) {
    IntStream.range(0, rows).forEach(text);
  }

  private interface AccumulatorText {
    void append(int row, int vector);
  }

  private static void forEachAccumulator(Block block, AccumulatorText text) {
    for (int i = 0; i < block.rows(); i++) {
      for (int j = 0; j < block.vectors(); j++) {
        text.append(i, j);
      }
    }
  }
}

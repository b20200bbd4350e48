package org.parallelbackprop.engine.cpu.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
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
 *   C[i][j] = F[i][j] + Σ_k A(i, k) · B[k][j]        i &lt; rows, j &lt; columns, k ascending
 * </pre>
 *
 * with one fused multiply-add for each term and accumulators in registers. They differ in whether a
 * step's k is the next one or the next of a list, in where it finds A, and in what becomes of C:
 *
 * <pre>
 *                       A(i, k) is a[…]                         C is
 *   product, listed…    aPanel·(k div N) + k mod N + N·i        stored
 *   gradient, listed…   N·k + i                                 stored, or, …Descend, the
 *                                                               gradient that updates weights
 * </pre>
 *
 * <p>where N is the columns of a panel, which depend on the width. A product is covered with blocks
 * of accumulators, mostly as high as a tile. Those of listed gradients are low, as fewer inputs
 * have more zeros in common, and where registers allow, two panels wide.
 */
final class KernelGenerator {

  /** Columns that the kernels of wider panels can be told to keep to. */
  private static final int LINE = 16;

  /** Vectors of a block that is as wide as a panel. */
  private static final int BLOCK_VECTORS = 2;

  /** Kernels of all classes. */
  private static final List<Kernel> KERNELS =
      List.of(
          new Kernel(Operands.PRODUCT, false, Epilogue.STORE),
          new Kernel(Operands.PRODUCT, true, Epilogue.STORE),
          new Kernel(Operands.GRADIENT, false, Epilogue.STORE),
          new Kernel(Operands.GRADIENT, false, Epilogue.DESCEND),
          new Kernel(Operands.GRADIENT, true, Epilogue.STORE),
          new Kernel(Operands.GRADIENT, true, Epilogue.DESCEND));

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
   * are written; {@code ProductBenchmark} shows when it does not.
   */
  enum Width {
    BITS_512(512, 8, 24, 4, 2),
    BITS_256(256, 6, 12, 6, 1),
    BITS_128(128, 4, 8, 4, 1);

    private final int bits;
    private final int tileRows;
    private final int accumulators;
    private final int groupRows;
    private final int groupPanels;

    /**
     * A width.
     *
     * @param tileRows rows of a tile
     * @param accumulators of the highest blocks
     * @param groupRows rows of the blocks of listed gradients
     * @param groupPanels panels that such a block spans; a block of one panel has as many times the
     *     rows
     */
    Width(int bits, int tileRows, int accumulators, int groupRows, int groupPanels) {
      this.bits = bits;
      this.tileRows = tileRows;
      this.accumulators = accumulators;
      this.groupRows = groupRows;
      this.groupPanels = groupPanels;
    }

    private int lanes() {
      return bits / Float.SIZE;
    }

    /** Columns of a panel: those of a block, so that a kernel reads all of what it comes by. */
    private int columns() {
      return BLOCK_VECTORS * lanes();
    }
  }

  /** What a micro-kernel multiplies B by: A by its rows, or, for Aᵀ, by its columns. */
  enum Operands {
    PRODUCT,
    GRADIENT;

    private String a(Width width) {
      int n = width.columns();
      return this == GRADIENT
          ? "aStart + %d * x".formatted(n)
          : "aStart + (x >> %d) * aPanel + (x & %d)"
              .formatted(Integer.numberOfTrailingZeros(n), n - 1);
    }

    /** From one row of the block to the next one's element of A. */
    private int aRow(Width width) {
      return this == GRADIENT ? 1 : width.columns();
    }
  }

  /** What becomes of the tile that a micro-kernel has computed. */
  enum Epilogue {
    STORE("", "c", "", ""),
    DESCEND("Descend", "w", ", float rate, float decay", ", rate, decay");

    private final String suffix;
    private final String target;
    private final String parameters;
    private final String arguments;

    /**
     * What it adds to a method.
     *
     * @param target name of the array it writes
     * @param parameters that follow the array
     * @param arguments for them
     */
    Epilogue(String suffix, String target, String parameters, String arguments) {
      this.suffix = suffix;
      this.target = target;
      this.parameters = parameters;
      this.arguments = arguments;
    }
  }

  /**
   * A kind of micro-kernel.
   *
   * @param listed whether it takes the steps of a list
   */
  record Kernel(Operands operands, boolean listed, Epilogue epilogue) {

    private String method() {
      String name = operands.name().toLowerCase(Locale.ROOT);
      return (listed
              ? "listed" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
              : name)
          + epilogue.suffix;
    }

    private boolean isGradient() {
      return operands == Operands.GRADIENT;
    }

    /**
     * Parameters of its methods.
     *
     * @param panels whether they can span several panels
     */
    private String parameters(boolean panels) {
      return (listed ? "int[] list, int listStart, " : "")
          + "int steps, float[] a, int aStart, "
          + (isGradient() ? "" : "int aPanel, ")
          + "float[] b, int bStart, "
          + (panels ? "int bPanel, " : "")
          + "float[] f, int fStart, "
          + (isGradient() ? "int fRow, " : "")
          + (panels ? "int fPanel, " : "")
          + "float[] %1$s, int %1$sStart".formatted(epilogue.target)
          + (panels ? ", int %sPanel".formatted(epilogue.target) : "")
          + epilogue.parameters;
    }

    /** Calls the kernel for a block whose first row is {@code i}, a number or a variable. */
    private String call(Block block, String i, Width width) {
      boolean panels = block.vectors() > BLOCK_VECTORS;
      return method()
          + block.name()
          + (listed ? "(list, listStart, " : "(")
          + "steps, a, aStart + %s * %d, ".formatted(i, operands.aRow(width))
          + (isGradient() ? "" : "aPanel, ")
          + (panels ? "b, bStart, bPanel, " : "b, bStart, ")
          + (isGradient() ? "f, fStart + %s * fRow, fRow, ".formatted(i) : "f, fStart, ")
          + (panels ? "fPanel, " : "")
          + "%1$s, %1$sStart + %2$s * %3$d".formatted(epilogue.target, i, width.columns())
          + (panels ? ", %sPanel".formatted(epilogue.target) : "")
          + epilogue.arguments
          + ");\n";
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
        .replace("@GROUP_ROWS@", Integer.toString(width.groupRows))
        .replace("@GROUP_PANELS@", Integer.toString(width.groupPanels))
        .replace("@MICRO_KERNELS@", microKernels(width))
        .replace("@TRANSPOSITION@", transpose(width));
  }

  private static String microKernels(Width width) {
    StringBuilder text = new StringBuilder();
    for (Kernel kernel : KERNELS) {
      Set<Block> blocks = new LinkedHashSet<>();
      text.append(cover(kernel, width, blocks));
      blocks.forEach(block -> text.append(microKernel(kernel, block, width)));
    }
    return text.toString();
  }

  /**
   * The method that covers a product with blocks: as wide as a panel, or several, or only 16
   * columns.
   *
   * @param blocks gets those that it calls
   */
  private static String cover(Kernel kernel, Width width, Set<Block> blocks) {
    boolean inGroups = kernel.listed && kernel.isGradient();
    boolean oneTile = kernel.listed && !inGroups;
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  @Override\n  public void %s(\n      %sint columns, %s) {\n"
            .formatted(kernel.method(), oneTile ? "" : "int rows, ", kernel.parameters(inGroups)));
    int most = width.columns() * (inGroups ? width.groupPanels : 1);
    for (int columns = most; columns >= LINE || columns == most; columns /= 2) {
      int vectors = columns / width.lanes();
      Block tile = new Block(width.tileRows, vectors);
      Block rest = new Block(width.columns() % width.tileRows, vectors);
      text.append("    if (columns == %d) {\n".formatted(columns));
      if (oneTile) {
        blocks.add(tile);
        text.append(kernel.call(tile, "0", width));
      } else if (inGroups) {
        text.append(blockOfAGroup(kernel, width, columns, blocks));
      } else if (kernel.isGradient()) {
        text.append(blocksOfASquare(kernel, width, tile, rest, blocks));
      } else {
        text.append(blocksOfTiles(kernel, width, tile, blocks));
      }
      text.append("      return;\n    }\n");
    }
    return text.append("    throw new IllegalArgumentException(\"columns: \" + columns);\n  }\n")
        .toString();
  }

  /**
   * The rows of a group. For fewer panels than a group can span there may be as many times the
   * rows; for all that it can span, or else, there may be those that whole groups leave of a
   * panel's columns.
   */
  private static String blockOfAGroup(Kernel kernel, Width width, int columns, Set<Block> blocks) {
    boolean fewer = columns <= width.columns() && width.groupPanels > 1;
    int rows = fewer ? width.groupRows * width.groupPanels : width.groupRows;
    int rest = fewer ? width.groupRows : width.columns() % width.groupRows;
    Block high = new Block(rows, columns / width.lanes());
    blocks.add(high);
    if (rest == 0) {
      return kernel.call(high, "0", width);
    }
    Block low = new Block(rest, high.vectors());
    blocks.add(low);
    return "      if (rows <= %d) %s      else %s"
        .formatted(rest, kernel.call(low, "0", width), kernel.call(high, "0", width));
  }

  /** As many of the rows of a square of panels as are wanted. */
  private static String blocksOfASquare(
      Kernel kernel, Width width, Block tile, Block rest, Set<Block> blocks) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < width.columns(); i += tile.rows()) {
      Block block = i + tile.rows() <= width.columns() ? tile : rest;
      blocks.add(block);
      text.append(i > 0 ? "      if (rows > %d) ".formatted(i) : "      ");
      text.append(kernel.call(block, Integer.toString(i), width));
    }
    return text.toString();
  }

  /**
   * Rows of whole tiles, as high blocks as leave whole tiles in the end. How many these are is
   * computed, as C2 leaves out a branch that it has not seen, and compiles anew when a chunk with
   * another number of rows takes it. The accumulators are a multiple of the rows of all blocks.
   */
  private static String blocksOfTiles(Kernel kernel, Width width, Block tile, Set<Block> blocks) {
    StringBuilder text = new StringBuilder("      int i = 0;\n");
    Block tall = new Block(width.accumulators / tile.vectors(), tile.vectors());
    blocks.add(tile);
    if (tall.rows() > tile.rows()) {
      blocks.add(tall);
      text.append(
          "      for (int end = rows - rows %% %d; i < end; i += %d) {\n        %s      }\n"
              .formatted(width.accumulators, tall.rows(), kernel.call(tall, "i", width)));
    }
    return text.append(
            "      for (; i < rows; i += %d) {\n        %s      }\n"
                .formatted(tile.rows(), kernel.call(tile, "i", width)))
        .toString();
  }

  /** The loop over k of one block. */
  static String microKernel(Kernel kernel, Block block, Width width) {
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  private static void %s%s(\n      %s) {\n"
            .formatted(
                kernel.method(), block.name(), kernel.parameters(block.vectors() > BLOCK_VECTORS)));
    int row = width.columns();
    forEachAccumulator(
        block,
        (i, j) ->
            text.append(
                "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, f, fStart + %s);\n"
                    .formatted(
                        i,
                        j,
                        kernel.isGradient()
                            ? "%d * fRow + %s".formatted(i, column("fPanel", j, width))
                            : j * width.lanes())));
    text.append("    for (int k = 0; k < steps; k++) {\n");
    text.append("      int x = %s;\n".formatted(kernel.listed ? "list[listStart + k]" : "k"));
    text.append(
        "      int p = %s;\n      int q = bStart + %d * x;\n"
            .formatted(kernel.operands.a(width), row));
    for (int j = 0; j < block.vectors(); j++) {
      text.append(
          "      FloatVector b%d = FloatVector.fromArray(SPECIES, b, q + %s);\n"
              .formatted(j, column("bPanel", j, width)));
    }
    for (int i = 0; i < block.rows(); i++) {
      text.append(
          "      FloatVector a%d = FloatVector.broadcast(SPECIES, a[p + %d]);\n"
              .formatted(i, i * kernel.operands.aRow(width)));
      for (int j = 0; j < block.vectors(); j++) {
        text.append("      c%d_%d = a%d.fma(b%d, c%d_%d);\n".formatted(i, j, i, j, i, j));
      }
    }
    text.append("    }\n");
    switch (kernel.epilogue) {
      case STORE ->
          forEachAccumulator(
              block,
              (i, j) ->
                  text.append(
                      "    c%d_%d.intoArray(c, cStart + %d + %s);\n"
                          .formatted(i, j, i * row, column("cPanel", j, width))));
      case DESCEND -> {
        text.append("    FloatVector lambda = FloatVector.broadcast(SPECIES, decay);\n");
        text.append("    FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);\n");
        forEachAccumulator(
            block,
            (i, j) ->
                text.append(
                    ("    FloatVector w%1$d_%2$d = FloatVector.fromArray(SPECIES, w, wStart +"
                            + " %3$d + %4$s);\n"
                            + "    minusRate.fma(lambda.fma(w%1$d_%2$d, c%1$d_%2$d),"
                            + " w%1$d_%2$d).intoArray(w, wStart + %3$d + %4$s);\n")
                        .formatted(i, j, i * row, column("wPanel", j, width))));
      }
    }
    return text.append("  }\n").toString();
  }

  /** Where a block's vector lies in a row, panels being {@code panel} apart. */
  private static String column(String panel, int vector, Width width) {
    int first = vector % BLOCK_VECTORS * width.lanes();
    int panels = vector / BLOCK_VECTORS;
    return panels == 0 ? Integer.toString(first) : "%d * %s + %d".formatted(panels, panel, first);
  }

  /**
   * The method that transposes a square as wide as a vector.
   *
   * <p>Interleaving vector i with vector i + n/2, for the lower and then for the upper lanes, turns
   * the bits of an element's place, vector number before lane number, by one to the left. As many
   * turns as a lane's number has bits put the rows' bits last.
   */
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

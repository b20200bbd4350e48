package org.parallelbackprop.engine.cpu.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
 *   packed      8k + i            32k + j              …         stored
 *   panelled    32k + i           32k + j              …Descend  the gradient by which weights
 *   listed      8k + i            list[k] + j                    are updated
 * </pre>
 *
 * <p>{@code packedTall} is packed for more rows than a pack has: the first eight from one pack, the
 * others from another.
 */
final class KernelGenerator {

  /** Rows of a tile. */
  private static final int TILE_ROWS = 8;

  /** Rows of a tile and a half. */
  private static final int TALL_ROWS = 12;

  /** Floats from one row of a panel to the next. */
  private static final int PANEL = 32;

  /**
   * Registers that a micro-kernel works in: a block of accumulators {@code rows} high and {@code
   * vectors} vectors wide.
   */
  record Block(int rows, int vectors) {

    String name() {
      return rows + "x" + vectors;
    }
  }

  /** How a step of a micro-kernel finds its operands. */
  enum Operands {
    PACKED("8 * k", "32 * k"),
    PANELLED("32 * k", "32 * k"),
    LISTED("8 * k", "list[listStart + k]");

    private final String a;
    private final String b;

    Operands(String a, String b) {
      this.a = a;
      this.b = b;
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
    for (int bits : new int[] {512, 256, 128}) {
      Files.writeString(folder.resolve("VectorKernels" + bits + ".java"), source(template, bits));
    }
  }

  /** One class. */
  static String source(String template, int bits) {
    return template
        .replace("@BITS@", Integer.toString(bits))
        .replace("@TILE_BITS@", Integer.toString(Math.min(bits, TILE_ROWS * Float.SIZE)))
        .replace("@MICRO_KERNELS@", microKernels(bits))
        .replace("@TRANSPOSITIONS@", pack(bits / Float.SIZE) + transpose(bits / Float.SIZE));
  }

  private static String microKernels(int bits) {
    StringBuilder text = new StringBuilder();
    for (Operands operands : Operands.values()) {
      for (Epilogue epilogue : Epilogue.values()) {
        Kernel kernel = new Kernel(operands, epilogue);
        text.append(tile(kernel, bits));
        for (Block block : blocks(bits)) {
          text.append(microKernel(kernel, block, bits / Float.SIZE));
        }
      }
    }
    return text.append(tallPacked(bits)).toString();
  }

  /**
   * The blocks for a width, widest first. 512-bit machines have 32 registers: 16 accumulators, two
   * vectors of B and a broadcast of A leave room to spare, and 8 accumulators are the fewest that
   * hide the latency of four cycles on two ports. 16 registers, all that AVX2 has, hold 8
   * accumulators without spilling.
   */
  private static List<Block> blocks(int bits) {
    return bits == 512 ? List.of(new Block(8, 2), new Block(8, 1)) : List.of(new Block(4, 2));
  }

  /** The method that covers a tile, 8 rows by 16 or 32 columns, with the widest blocks that fit. */
  private static String tile(Kernel kernel, int bits) {
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  @Override\n  public void %s(\n      int columns, %s) {\n"
            .formatted(kernel.method(), kernel.parameters()));
    for (Block block : blocks(bits)) {
      int width = block.vectors() * bits / Float.SIZE;
      text.append("    if (columns %% %d == 0) {\n".formatted(width));
      text.append("      for (int i = 0; i < %d; i += %d) {\n".formatted(TILE_ROWS, block.rows()));
      text.append("        for (int j = 0; j < columns; j += %d) {\n".formatted(width));
      text.append(
          ("          %s%s(%ssteps, a, aStart + i, b, bStart + j, "
                  + "f, fStart + i * fRow + j, fRow, %s + %d * i + j%s);\n")
              .formatted(
                  kernel.method(),
                  block.name(),
                  kernel.operands == Operands.LISTED ? "list, listStart, " : "",
                  kernel.epilogue == Epilogue.STORE ? "c, cStart" : "w, wStart",
                  PANEL,
                  kernel.epilogue == Epilogue.STORE ? "" : ", rate, decay"));
      text.append("        }\n      }\n      return;\n    }\n");
    }
    return text.append("    throw new IllegalArgumentException(\"columns: \" + columns);\n  }\n")
        .toString();
  }

  /** The loop over k of one block. */
  static String microKernel(Kernel kernel, Block block, int lanes) {
    StringBuilder text = new StringBuilder();
    text.append(
        "\n  private static void %s%s(\n      %s) {\n"
            .formatted(kernel.method(), block.name(), kernel.parameters()));
    forEachAccumulator(
        block,
        (i, j) ->
            text.append(
                "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, f, fStart + %d * fRow + %d);\n"
                    .formatted(i, j, i, j * lanes)));
    text.append("    for (int k = 0; k < steps; k++) {\n");
    text.append(
        "      int p = aStart + %s;\n      int q = bStart + %s;\n"
            .formatted(kernel.operands.a, kernel.operands.b));
    text.append(step(block, lanes)).append("    }\n");
    switch (kernel.epilogue) {
      case STORE ->
          forEachAccumulator(
              block,
              (i, j) ->
                  text.append(
                      "    c%d_%d.intoArray(c, cStart + %d);\n"
                          .formatted(i, j, i * PANEL + j * lanes)));
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
                        .formatted(i, j, i * PANEL + j * lanes)));
      }
    }
    return text.append("  }\n").toString();
  }

  /** The multiply-adds of a step; rows of a block that are more than a tile's come from h. */
  private static String step(Block block, int lanes) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < block.vectors(); j++) {
      text.append(
          "      FloatVector b%d = FloatVector.fromArray(SPECIES, b, q + %d);\n"
              .formatted(j, j * lanes));
    }
    for (int i = 0; i < block.rows(); i++) {
      text.append(
          "      FloatVector a%d = FloatVector.broadcast(SPECIES, a[%s + %d]);\n"
              .formatted(i, i < TILE_ROWS ? "p" : "h", i % TILE_ROWS));
      for (int j = 0; j < block.vectors(); j++) {
        text.append("      c%d_%d = a%d.fma(b%d, c%d_%d);\n".formatted(i, j, i, j, i, j));
      }
    }
    return text.toString();
  }

  /**
   * The method for a tile and a half, 12 rows by 32 columns, in blocks of all rows: with 32
   * registers two vectors wide, with 16 one vector.
   */
  private static String tallPacked(int bits) {
    int lanes = bits / Float.SIZE;
    Block block = new Block(TALL_ROWS, bits == 512 ? 2 : 1);
    String operands = "int steps, float[] a, int aStart, int aHalf, float[] b, int bStart, ";
    String result = "float[] f, int fStart, float[] c, int cStart, int cHalf";
    StringBuilder text = new StringBuilder();
    text.append("\n  @Override\n  void packedTall(\n      %s%s) {\n".formatted(operands, result));
    text.append(
        "    for (int j = 0; j < %d; j += %d) {\n".formatted(PANEL, block.vectors() * lanes));
    text.append(
        ("      packed%s(steps, a, aStart, aHalf, b, bStart + j, "
                + "f, fStart + j, c, cStart + j, cHalf + j);\n    }\n  }\n")
            .formatted(block.name()));
    text.append(
        "\n  private static void packed%s(\n      %s%s) {\n"
            .formatted(block.name(), operands, result));
    forEachAccumulator(
        block,
        (i, j) ->
            text.append(
                "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, f, fStart + %d);\n"
                    .formatted(i, j, j * lanes)));
    text.append("    for (int k = 0; k < steps; k++) {\n");
    text.append("      int p = aStart + 8 * k;\n      int h = aHalf + 8 * k;\n");
    text.append("      int q = bStart + 32 * k;\n");
    text.append(step(block, lanes)).append("    }\n");
    forEachAccumulator(
        block,
        (i, j) ->
            text.append(
                "    c%d_%d.intoArray(c, %s + %d);\n"
                    .formatted(
                        i,
                        j,
                        i < TILE_ROWS ? "cStart" : "cHalf",
                        i % TILE_ROWS * PANEL + j * lanes)));
    return text.append("  }\n").toString();
  }

  /**
   * The method that packs 8 rows, as many columns at once as a vector has lanes.
   *
   * <p>Interleaving vector i with vector i + n/2, for the lower and then for the upper lanes, turns
   * the bits of an element's place, vector number before lane number, by one to the left. Three
   * turns put the 8 rows' bits last: the elements lie as in the pack.
   */
  static String pack(int lanes) {
    StringBuilder text = new StringBuilder();
    text.append("\n  @Override\n  void pack(\n      int columns, float[] from, ");
    for (int i = 0; i < TILE_ROWS; i++) {
      text.append("int r%d, ".formatted(i));
    }
    text.append("float[] to, int toStart) {\n");
    text.append("    for (int k = 0; k < columns; k += %d) {\n".formatted(lanes));
    for (int i = 0; i < TILE_ROWS; i++) {
      text.append(load(i, "r%d + k".formatted(i)));
    }
    text.append(interleavings(TILE_ROWS));
    for (int i = 0; i < TILE_ROWS; i++) {
      text.append(store(TILE_ROWS, i, "toStart + %d * k + %d".formatted(TILE_ROWS, i * lanes)));
    }
    return text.append("    }\n  }\n").toString();
  }

  /** The method that transposes a square as wide as a vector: all bits of the columns' turn. */
  static String transpose(int lanes) {
    StringBuilder text = new StringBuilder();
    text.append("\n  private static void transposeSquare(");
    text.append("float[] from, int fromStart, float[] to, int toStart) {\n");
    for (int i = 0; i < lanes; i++) {
      text.append(load(i, "fromStart + %d".formatted(i * PANEL)));
    }
    text.append(interleavings(lanes));
    for (int i = 0; i < lanes; i++) {
      text.append(store(lanes, i, "toStart + %d".formatted(i * PANEL)));
    }
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

package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.cpu.vector.KernelGenerator.Block;
import org.parallelbackprop.engine.cpu.vector.KernelGenerator.Epilogue;
import org.parallelbackprop.engine.cpu.vector.KernelGenerator.Kernel;
import org.parallelbackprop.engine.cpu.vector.KernelGenerator.Operands;
import org.parallelbackprop.engine.cpu.vector.KernelGenerator.Width;

/** What the generator writes; what that computes is for {@link VectorKernelsTest}. */
final class KernelGeneratorTest {

  private static final Path TEMPLATE =
      Path.of("src/generator/templates/VectorKernels.java.template");

  @Test
  void aMicroKernelKeepsEachAccumulatorInAVariableOfItsOwn() {
    assertThat(
            KernelGenerator.microKernel(
                new Kernel(Operands.PRODUCT, true, Epilogue.STORE),
                new Block(2, 1),
                Width.BITS_128))
        .isEqualToIgnoringWhitespace(
            """
            private static void listedProduct2x1(
                int[] list, int listStart, int steps, float[] a, int aStart, int aPanel, \
            float[] b, int bStart, float[] f, int fStart, float[] c, int cStart) {
              FloatVector c0_0 = FloatVector.fromArray(SPECIES, f, fStart + 0);
              FloatVector c1_0 = FloatVector.fromArray(SPECIES, f, fStart + 0);
              for (int k = 0; k < steps; k++) {
                int x = list[listStart + k];
                int p = aStart + (x >> 3) * aPanel + (x & 7);
                int q = bStart + 8 * x;
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, q + 0);
                FloatVector a0 = FloatVector.broadcast(SPECIES, a[p + 0]);
                c0_0 = a0.fma(b0, c0_0);
                FloatVector a1 = FloatVector.broadcast(SPECIES, a[p + 8]);
                c1_0 = a1.fma(b0, c1_0);
              }
              c0_0.intoArray(c, cStart + 0 + 0);
              c1_0.intoArray(c, cStart + 8 + 0);
            }
            """);
  }

  @Test
  void aMicroKernelThatDescendsUpdatesWeightsFromItsAccumulators() {
    assertThat(
            KernelGenerator.microKernel(
                new Kernel(Operands.GRADIENT, false, Epilogue.DESCEND),
                new Block(1, 2),
                Width.BITS_128))
        .contains("float[] w, int wStart, float rate, float decay)")
        .contains("minusRate.fma(lambda.fma(w0_1, c0_1), w0_1).intoArray(w, wStart + 0 + 4);");
  }

  @Test
  void aTranspositionInterleavesUntilEachVectorHoldsAColumn() {
    assertThat(KernelGenerator.transpose(Width.BITS_128))
        .containsIgnoringWhitespaces(
            """
            IntVector v2_0 = INTERLEAVE_LOWER.selectFrom(v1_0, v1_2);
            IntVector v2_1 = INTERLEAVE_UPPER.selectFrom(v1_0, v1_2);
            """)
        .containsIgnoringWhitespaces(
            """
            v4_0.reinterpretAsFloats().intoArray(to, toStart + 0);
            v4_1.reinterpretAsFloats().intoArray(to, toStart + 8);
            """);
  }

  @Test
  void theTemplateIsFilledIn() {
    assertThat(KernelGenerator.source("class A@BITS@ {@MICRO_KERNELS@}", Width.BITS_256))
        .startsWith("class A256 {")
        .contains("product6x2")
        .doesNotContain("@BITS@");
  }

  /** 16 rows of a square, in blocks of 6. */
  @Test
  void blocksCoverASquareOfPanels() {
    assertThat(KernelGenerator.source("@MICRO_KERNELS@", Width.BITS_256))
        .contains("gradient6x2(steps, a, aStart + 0 * 1,")
        .containsIgnoringWhitespaces("if (rows > 6) gradient6x2(steps, a, aStart + 6 * 1,")
        .containsIgnoringWhitespaces("if (rows > 12) gradient4x2(steps, a, aStart + 12 * 1,");
  }

  /** As many accumulators as 32 registers hold, whether a panel is whole or narrow. */
  @Test
  void aProductHasHighBlocksWhereThereAreRegisters() {
    assertThat(KernelGenerator.source("@MICRO_KERNELS@", Width.BITS_512))
        .contains("void product12x2(", "void product24x1(", "void product8x2(", "void product8x1(");
    assertThat(KernelGenerator.source("@MICRO_KERNELS@", Width.BITS_256))
        .containsOnlyOnce("void product6x2(");
  }

  /** Groups of 4 of two panels, or of 8 of one. */
  @Test
  void aGroupHasTheAccumulatorsOfTwoPanelsInOne() {
    assertThat(KernelGenerator.source("@MICRO_KERNELS@", Width.BITS_512))
        .containsIgnoringWhitespaces("if (columns == 64) { listedGradient4x4(list,")
        .containsIgnoringWhitespaces("if (rows <= 4) listedGradient4x2(list,")
        .containsIgnoringWhitespaces("else listedGradient8x2(list,");
    assertThat(KernelGenerator.source("@MICRO_KERNELS@", Width.BITS_256))
        .containsIgnoringWhitespaces("if (rows <= 4) listedGradient4x2(list,")
        .containsIgnoringWhitespaces("else listedGradient6x2(list,");
  }

  /** See what its Javadoc says of vectors of a second width. */
  @Test
  void aClassKeepsToVectorsOfOneWidth() throws IOException {
    String template = Files.readString(TEMPLATE);
    for (Width width : Width.values()) {
      assertThat(KernelGenerator.source(template, width))
          .doesNotContainPattern("SPECIES_(?!" + width.name().substring(5) + ")[0-9]")
          .doesNotContain("SPECIES_PREFERRED");
    }
  }
}

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
                new Kernel(Operands.LISTED, Epilogue.STORE), new Block(1, 2), Width.BITS_128))
        .isEqualToIgnoringWhitespace(
            """
            private static void listed1x2(
                int[] list, int listStart, int steps, float[] a, int aStart, float[] b, int bStart, \
            float[] f, int fStart, int fRow, float[] c, int cStart) {
              FloatVector c0_0 = FloatVector.fromArray(SPECIES, f, fStart + 0 * fRow + 0);
              FloatVector c0_1 = FloatVector.fromArray(SPECIES, f, fStart + 0 * fRow + 4);
              for (int k = 0; k < steps; k++) {
                int p = aStart + 8 * k;
                int q = bStart + list[listStart + k];
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, q + 0);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + 4);
                FloatVector a0 = FloatVector.broadcast(SPECIES, a[p + 0]);
                c0_0 = a0.fma(b0, c0_0);
                c0_1 = a0.fma(b1, c0_1);
              }
              c0_0.intoArray(c, cStart + 0);
              c0_1.intoArray(c, cStart + 4);
            }
            """);
  }

  @Test
  void aMicroKernelThatDescendsUpdatesWeightsFromItsAccumulators() {
    assertThat(
            KernelGenerator.microKernel(
                new Kernel(Operands.PACKED, Epilogue.DESCEND), new Block(1, 2), Width.BITS_128))
        .contains("float[] w, int wStart, float rate, float decay)")
        .contains("minusRate.fma(lambda.fma(w0_1, c0_1), w0_1).intoArray(w, wStart + 4);");
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
        .contains("packed6x2")
        .doesNotContain("@BITS@");
  }

  /** 16 rows of a square, in blocks of 6. */
  @Test
  void blocksCoverASquareOfPanels() {
    assertThat(KernelGenerator.source("@MICRO_KERNELS@", Width.BITS_256))
        .contains("panelled6x2(steps, a, aStart + 0,")
        .containsIgnoringWhitespaces("if (rows > 6) panelled6x2(steps, a, aStart + 6,")
        .containsIgnoringWhitespaces("if (rows > 12) panelled4x2(steps, a, aStart + 12,");
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

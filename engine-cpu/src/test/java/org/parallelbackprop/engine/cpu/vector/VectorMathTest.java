package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accuracy over the floats, against double precision, and the same bits at every width. */
final class VectorMathTest {

  /** Every so-many-th bit pattern: prime, so that all exponents and low bits are met. */
  private static final int SAMPLE_STRIDE = 4099;

  private static final int BLOCK = 1 << 16;

  /** A function, what it should be, and how many units in the last place it may be away. */
  enum Function {
    SIGMOID(1.65) {
      @Override
      double exact(double z) {
        double e = StrictMath.exp(-Math.abs(z));
        return (z < 0 ? e : 1) / (1 + e);
      }

      @Override
      void apply(VectorKernels kernels, float[] x) {
        kernels.sigmoid(x, 0, x.length);
      }
    },
    TANH(1.75) {
      @Override
      double exact(double z) {
        return StrictMath.tanh(z);
      }

      @Override
      void apply(VectorKernels kernels, float[] x) {
        kernels.tanh(x, 0, x.length);
      }
    },
    EXP(1.05) {
      @Override
      double exact(double x) {
        return StrictMath.exp(x);
      }

      @Override
      void apply(VectorKernels kernels, float[] x) {
        kernels.exp(x, 0, x.length);
      }

      @Override
      boolean isDefined(float x) {
        return x <= 0;
      }
    };

    private final double maxUlps;

    Function(double maxUlps) {
      this.maxUlps = maxUlps;
    }

    abstract double exact(double x);

    abstract void apply(VectorKernels kernels, float[] x);

    boolean isDefined(float x) {
      return !Float.isNaN(x);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAccurateOnASampleOfAllFloats(Function function) {
    assertThat(worstUlps(function, SAMPLE_STRIDE)).isLessThanOrEqualTo(function.maxUlps);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void isAccurateOnAllFloats(Function function) {
    assertThat(worstUlps(function, 1)).isLessThanOrEqualTo(function.maxUlps);
  }

  /** Largest distance from the exact value, in units in the last place of the exact value. */
  private static double worstUlps(Function function, int stride) {
    VectorKernels kernels = VectorKernels.ofBits(VectorKernels.preferredBits());
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    double worst = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; ) {
      int n = 0;
      for (; n < BLOCK && bits <= Integer.MAX_VALUE; bits += stride) {
        float value = Float.intBitsToFloat((int) bits);
        if (function.isDefined(value)) {
          x[n++] = value;
        }
      }
      System.arraycopy(x, 0, y, 0, BLOCK);
      function.apply(kernels, y);
      for (int i = 0; i < n; i++) {
        double exact = function.exact(x[i]);
        worst = Math.max(worst, Math.abs(y[i] - exact) / Math.ulp((float) exact));
      }
    }
    return worst;
  }

  @ParameterizedTest
  @EnumSource
  void allWidthsGiveTheSameBits(Function function) {
    float[] x = new float[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      float value = Float.intBitsToFloat(i << 16 | i);
      x[i] = function.isDefined(value) ? value : -1;
    }
    int[][] results = new int[3][];
    int width = 0;
    for (int bits : new int[] {128, 256, 512}) {
      float[] y = x.clone();
      function.apply(VectorKernels.ofBits(bits), y);
      results[width] = new int[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        results[width][i] = Float.floatToRawIntBits(y[i]);
      }
      width++;
    }
    assertThat(Arrays.equals(results[0], results[1])).isTrue();
    assertThat(Arrays.equals(results[0], results[2])).isTrue();
  }

  @Test
  void notANumberStaysOne() {
    for (Function function : Function.values()) {
      float[] x = new float[16];
      Arrays.fill(x, Float.NaN);
      function.apply(VectorKernels.ofBits(128), x);
      assertThat(x).containsOnly(Float.NaN);
    }
  }

  @Test
  void limitsAreExact() {
    float[] x = new float[16];
    x[0] = Float.NEGATIVE_INFINITY;
    x[1] = Float.POSITIVE_INFINITY;
    x[2] = 0;
    float[] sigmoid = x.clone();
    VectorKernels.ofBits(128).sigmoid(sigmoid, 0, 16);
    assertThat(Arrays.copyOf(sigmoid, 3)).containsExactly(0, 1, 0.5f);
    float[] tanh = x.clone();
    VectorKernels.ofBits(128).tanh(tanh, 0, 16);
    assertThat(Arrays.copyOf(tanh, 3)).containsExactly(-1, 1, 0);
  }
}

package org.parallelbackprop.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponential, logistic function and hyperbolic tangent, lane by lane.
 *
 * <p>Every operation is lane-wise and rounded as IEEE 754 says, fused multiply-adds included, so a
 * lane's result is a function of its input alone: the same bits at every vector width, compiled or
 * interpreted. NaN gives NaN.
 */
final class VectorMath {

  /** 1.5 · 2²³: adding it to |x| &lt; 2²² rounds x to an integer, held in the sum's low bits. */
  private static final float ROUNDER = 12582912f;

  private static final float LOG2_E = 1.442695f;

  /** ln 2 as a sum of two floats, the first of which has 9 bits and multiplies exactly. */
  private static final float LN2_HIGH = 0.6933594f;

  private static final float LN2_LOW = -0.00021219444f;

  /** e^x is 0 in float32 below ln 2⁻¹⁵⁰. */
  private static final float LOWEST_EXPONENT = -104f;

  /** Below, tanh z is a polynomial; above, (1 − e^−2z) / (1 + e^−2z) has nothing to cancel. */
  private static final float TANH_POLYNOMIAL_LIMIT = 0.625f;

  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;

  private VectorMath() {}

  /**
   * e^x for x ≤ 0, subnormal results included.
   *
   * <p>x = n ln 2 + r with |r| ≤ ½ ln 2 (Cody and Waite's reduction in two steps), e^r by a
   * polynomial of degree 6, and 2^n in two factors, as 2⁻¹⁵⁰ is no float. Source of the reduction
   * and the coefficients: S. Moshier, Cephes Mathematical Library, {@code expf}.
   */
  static FloatVector expOfNonPositive(FloatVector x) {
    FloatVector clamped = x.max(LOWEST_EXPONENT);
    FloatVector rounded = clamped.mul(LOG2_E).add(ROUNDER);
    FloatVector n = rounded.sub(ROUNDER);
    FloatVector r = n.lanewise(VectorOperators.NEG).fma(n.broadcast(LN2_HIGH), clamped);
    r = n.lanewise(VectorOperators.NEG).fma(n.broadcast(LN2_LOW), r);
    FloatVector p = r.mul(0.00019875691f).add(0.0013981999f);
    p = p.lanewise(VectorOperators.FMA, r, 0.008333452f);
    p = p.lanewise(VectorOperators.FMA, r, 0.041665796f);
    p = p.lanewise(VectorOperators.FMA, r, 0.16666666f);
    p = p.lanewise(VectorOperators.FMA, r, 0.5f);
    FloatVector exp = p.fma(r.mul(r), r).add(1f);
    IntVector exponent = rounded.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    return exp.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
  }

  private static FloatVector powerOfTwo(IntVector exponent) {
    return exponent
        .add(EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
        .reinterpretAsFloats();
  }

  /**
   * 1 / (1 + e^−z), computed as e^min(z, 0) / (1 + e^−|z|), which neither overflows nor loses the
   * small values at negative z.
   *
   * <p>The quotient is the product with the inverse, corrected for what rounding took from the sum
   * 1 + e (its error is a float: Dekker's Fast2Sum) and from the inverse.
   */
  static FloatVector sigmoid(FloatVector z) {
    FloatVector e = expOfNonPositive(z.abs().neg());
    FloatVector one = z.broadcast(1f);
    FloatVector numerator = one.blend(e, z.compare(VectorOperators.LT, 0f));
    FloatVector sum = e.add(1f);
    FloatVector lost = e.sub(sum.sub(1f));
    FloatVector inverse = one.div(sum);
    FloatVector correction = lost.neg().fma(inverse, sum.neg().fma(inverse, one));
    return numerator.fma(inverse, numerator.mul(inverse).mul(correction));
  }

  /**
   * tanh z: z + z³ P(z²) for |z| &lt; 0.625, else sign(z) · (1 − e^−2|z|) / (1 + e^−2|z|). Source
   * of P: S. Moshier, Cephes Mathematical Library, {@code tanhf}.
   */
  static FloatVector tanh(FloatVector z) {
    FloatVector magnitude = z.abs();
    FloatVector e = expOfNonPositive(magnitude.mul(-2f));
    FloatVector large = z.broadcast(1f).sub(e).div(e.add(1f));
    FloatVector signed = large.blend(large.neg(), z.compare(VectorOperators.LT, 0f));
    FloatVector square = z.mul(z);
    FloatVector p = square.mul(-0.0057049887f).add(0.020639088f);
    p = p.lanewise(VectorOperators.FMA, square, -0.053739715f);
    p = p.lanewise(VectorOperators.FMA, square, 0.13331442f);
    p = p.lanewise(VectorOperators.FMA, square, -0.3333328f);
    FloatVector small = p.fma(square.mul(z), z);
    VectorMask<Float> isSmall = magnitude.compare(VectorOperators.LT, TANH_POLYNOMIAL_LIMIT);
    return signed.blend(small, isSmall);
  }
}

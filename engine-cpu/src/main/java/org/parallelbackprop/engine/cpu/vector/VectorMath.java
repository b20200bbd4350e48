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

  /** 2⁶⁴ times any e^x that is a float, subnormal ones included, is a normal float. */
  private static final int SCALE_EXPONENT = 64;

  private static final float UNSCALE = 0x1p-64f;

  /**
   * 1.5 · 2²³ + 64: adding it to |x| &lt; 2²¹ rounds x to an integer, held, plus 64, in the sum's
   * low bits.
   */
  private static final float ROUNDER = 0x1.8p23f + SCALE_EXPONENT;

  private static final float LOG2_E = 1.442695f;

  /** ln 2 as a sum of two floats, the first of which has 9 bits and multiplies exactly. */
  private static final float LN2_HIGH = 0.6933594f;

  private static final float LN2_LOW = -0.00021219444f;

  /** e^x is 0 in float32 below ln 2⁻¹⁵⁰. */
  private static final float LOWEST_EXPONENT = -104f;

  /** Below, tanh z is a polynomial; above, (1 − e^−2z) / (1 + e^−2z) has nothing to cancel. */
  private static final float TANH_POLYNOMIAL_LIMIT = 0.625f;

  private static final int MANTISSA_BITS = 23;

  private VectorMath() {}

  /**
   * e^x for x ≤ 0, subnormal results included.
   *
   * <p>x = n ln 2 + r with |r| ≤ ½ ln 2 (Cody and Waite's reduction in two steps), e^r by a
   * polynomial of degree 6, and 2^n in two factors, as 2⁻¹⁵⁰ is no float: n + 64 is added to the
   * exponent of e^r, and a product with 2⁻⁶⁴ rounds once where the result is subnormal. Source of
   * the reduction and the coefficients: S. Moshier, Cephes Mathematical Library, {@code expf}.
   */
  static FloatVector expOfNonPositive(FloatVector x) {
    FloatVector clamped = x.max(LOWEST_EXPONENT);
    FloatVector rounded = clamped.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    FloatVector n = rounded.sub(ROUNDER);
    FloatVector r = n.fma(n.broadcast(-LN2_HIGH), clamped);
    r = n.fma(n.broadcast(-LN2_LOW), r);
    FloatVector p = r.lanewise(VectorOperators.FMA, 0.00019875691f, 0.0013981999f);
    p = p.lanewise(VectorOperators.FMA, r, 0.008333452f);
    p = p.lanewise(VectorOperators.FMA, r, 0.041665796f);
    p = p.lanewise(VectorOperators.FMA, r, 0.16666666f);
    p = p.lanewise(VectorOperators.FMA, r, 0.5f);
    FloatVector exp = p.fma(r.mul(r), r).add(1f);
    IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return exp.reinterpretAsInts().add(exponent).reinterpretAsFloats().mul(UNSCALE);
  }

  /**
   * 1 / (1 + e^−z), as n − n·q with e = e^−|z|, q = e / (1 + e), and n = 1, or e for negative z.
   *
   * <p>It neither overflows nor loses the small values at negative z; and a relative error of q,
   * which has those of the sum and of the division, counts e times, as q / (1 − q) = e ≤ 1.
   */
  static FloatVector sigmoid(FloatVector z) {
    FloatVector e = expOfNonPositive(z.abs().neg());
    FloatVector one = z.broadcast(1f);
    FloatVector n = one.blend(e, z.compare(VectorOperators.LT, 0f));
    return n.neg().fma(e.div(e.add(one)), n);
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

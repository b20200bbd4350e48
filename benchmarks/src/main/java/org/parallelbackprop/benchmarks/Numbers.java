package org.parallelbackprop.benchmarks;

/** Operands of kernels. */
final class Numbers {

  private Numbers() {}

  /** So many numbers from −0.5 to 0.5, the same every time. */
  static float[] aroundZero(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = ((i * 0x9E3779B9) >>> 16) / 65536f - 0.5f;
    }
    return values;
  }
}

package org.parallelbackprop.engine.cpu.vector;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kernels that now and then sleep before a dense product or an update, so that all other workers
 * come as far as they can before it is done.
 */
final class LateKernels extends VectorKernels128 {

  private static final int ONE_IN = 100;
  private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** For workers who share so many units of the first layer. */
  LateKernels(int units, int workers) {
    super(units, workers);
  }

  private static void beLate() {
    if (ThreadLocalRandom.current().nextInt(ONE_IN) == 0) {
      LockSupport.parkNanos(SLEEP_NANOS);
    }
  }

  @Override
  public void product(
      int rows,
      int columns,
      int steps,
      float[] a,
      int aStart,
      int aPanel,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      float[] c,
      int cStart) {
    beLate();
    super.product(rows, columns, steps, a, aStart, aPanel, b, bStart, f, fStart, c, cStart);
  }

  @Override
  public void gradientDescend(
      int rows,
      int columns,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] f,
      int fStart,
      int fRow,
      float[] w,
      int wStart,
      float rate,
      float decay) {
    beLate();
    super.gradientDescend(
        rows, columns, steps, a, aStart, b, bStart, f, fStart, fRow, w, wStart, rate, decay);
  }

  @Override
  public void listedGradientDescend(
      int rows,
      int columns,
      int[] list,
      int listStart,
      int steps,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      int bPanel,
      float[] f,
      int fStart,
      int fRow,
      int fPanel,
      float[] w,
      int wStart,
      int wPanel,
      float rate,
      float decay) {
    beLate();
    super.listedGradientDescend(
        rows, columns, list, listStart, steps, a, aStart, b, bStart, bPanel, f, fStart, fRow,
        fPanel, w, wStart, wPanel, rate, decay);
  }
}

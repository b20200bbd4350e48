package org.parallelbackprop.engine.cpu.vector;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Kernels that compute nothing and remember which of their loops they would have gone through. */
final class CallLog extends VectorKernels {

  /** Rows of the blocks of 24 accumulators, by the columns that they have. */
  private static final int HIGH_BLOCK = 12;

  private static final int HIGH_NARROW_BLOCK = 24;

  private final Set<String> loops = ConcurrentHashMap.newKeySet();

  CallLog(Tiling tiling) {
    super(tiling);
  }

  /** Names of the loops, with the shape of their blocks. */
  Set<String> loops() {
    return new TreeSet<>(loops);
  }

  private void log(String kernel, int rows, int columns) {
    loops.add(kernel + " " + rows + " × " + columns);
  }

  /** As the kernels of 512 bits cut rows into blocks. */
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
    int high = columns == panelWidth() ? HIGH_BLOCK : HIGH_NARROW_BLOCK;
    // What is left of a multiple of all three heights, 8, 12 and 24.
    int rest = rows % HIGH_NARROW_BLOCK;
    if (rest < rows) {
      log("product", high, columns);
    }
    if (rest > 0) {
      log("product", tileRows(), columns);
    }
  }

  @Override
  public void listedProduct(
      int columns,
      int[] list,
      int listStart,
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
    log("listedProduct", tileRows(), columns);
  }

  @Override
  public void gradient(
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
      float[] c,
      int cStart) {
    log("gradient", Math.ceilDiv(rows, tileRows()) * tileRows(), columns);
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
    log("gradientDescend", Math.ceilDiv(rows, tileRows()) * tileRows(), columns);
  }

  @Override
  public void listedGradient(
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
      float[] c,
      int cStart,
      int cPanel) {
    log("listedGradient", rows, columns);
  }

  @Override
  void listedGradientDescend(
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
    log("listedGradientDescend", rows, columns);
  }

  @Override
  void copyRows(
      int rows,
      int panel,
      int columns,
      float[] from,
      int[] starts,
      int first,
      float[] to,
      int toStart,
      int toPanel) {
    loops.add("copyRows");
  }

  @Override
  void unpackRows(
      int rows,
      int panel,
      int columns,
      int[] from,
      int[] starts,
      int first,
      float[] to,
      int toStart,
      int toPanel) {
    loops.add("unpackRows");
  }

  @Override
  void transpose(float[] from, int fromStart, float[] to, int toStart) {
    loops.add("transpose");
  }

  @Override
  public void sigmoid(float[] x, int start, int count) {
    loops.add("sigmoid");
  }

  @Override
  void tanh(float[] x, int start, int count) {
    loops.add("tanh");
  }

  @Override
  void relu(float[] x, int start, int count) {
    loops.add("relu");
  }

  @Override
  public void exp(float[] x, int start, int count) {
    loops.add("exp");
  }

  @Override
  void timesSigmoidDerivative(float[] d, int dStart, float[] a, int aStart, int count) {
    loops.add("timesSigmoidDerivative");
  }

  @Override
  void timesTanhDerivative(float[] d, int dStart, float[] a, int aStart, int count) {
    loops.add("timesTanhDerivative");
  }

  @Override
  void timesReluDerivative(float[] d, int dStart, float[] a, int aStart, int count) {
    loops.add("timesReluDerivative");
  }

  @Override
  void addRows(int rows, float[] d, int dStart, float[] sum, int sumStart) {
    loops.add("addRows");
  }

  @Override
  void descend(float[] w, int wStart, float[] g, int gStart, int count, float rate, float decay) {
    loops.add("descend");
  }

  @Override
  void descendWithMomentum(
      float[] w,
      float[] v,
      int start,
      float[] g,
      int gStart,
      int count,
      float rate,
      float decay,
      float momentum) {
    loops.add("descendWithMomentum");
  }
}

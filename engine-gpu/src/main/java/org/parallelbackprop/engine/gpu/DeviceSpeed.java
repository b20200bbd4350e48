package org.parallelbackprop.engine.gpu;

import java.util.Arrays;
import java.util.function.ObjDoubleConsumer;
import jcuda.driver.CUdeviceptr;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.engine.gpu.cuda.CudaEvent;
import org.parallelbackprop.engine.gpu.cuda.Device;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.DeviceContext;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * How fast the device multiplies matrices and moves memory, with the libraries and kernels that the
 * engines use: what their times are held against.
 */
public final class DeviceSpeed implements AutoCloseable {

  /** Repetitions behind one another between two marks, after one to warm up. */
  private static final int REPETITIONS = 10;

  /** Times that this is measured, of which the median counts. */
  private static final int MEASUREMENTS = 5;

  /** Numbers that are drawn, and repeated as often as it takes. */
  private static final int PATTERN = 1 << 20;

  private final Owned owned = new Owned();
  private final Kernels kernels;
  private final Lane lane;
  private final CudaEvent from;
  private final CudaEvent to;
  private final RoofKernels roofs;

  /** Opens the device. */
  public DeviceSpeed(ProductSource source) {
    try {
      owned.own(new DeviceContext());
      Device device = Device.first();
      kernels = owned.own(new Kernels(device));
      lane = Lane.open(source, kernels, owned);
      from = owned.own(CudaEvent.forTime());
      to = owned.own(CudaEvent.forTime());
      roofs = new RoofKernels(kernels, lane.stream(), device);
    } catch (Throwable e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  /**
   * Operations per second of the three products of a fully connected layer.
   *
   * @param report takes a product's name and its speed
   */
  public void products(int rows, int in, int out, ObjDoubleConsumer<String> report) {
    double operations = 2.0 * rows * in * out;
    try (Owned matrices = new Owned()) {
      CUdeviceptr a = matrix(rows, in, matrices);
      CUdeviceptr w = matrix(out, in, matrices);
      CUdeviceptr z = matrix(rows, out, matrices);
      CUdeviceptr da = matrix(rows, in, matrices);
      LayerProducts products = lane.products();
      report.accept("forward", operations / seconds(() -> products.linear(z, a, w, rows, in, out)));
      report.accept(
          "input gradient",
          operations
              / seconds(
                  () -> products.inputGradient(da, z, w, a, rows, in, out, Activation.SIGMOID)));
      report.accept(
          "weight gradient",
          operations / seconds(() -> products.weightGradient(w, z, a, rows, in, out, 1, 1)));
    }
  }

  /**
   * Bytes per second, read and written, of the kernel that puts examples into order.
   *
   * @param rows number of rows, which are moved in the order in which they are
   * @param columns their width
   */
  public double copy(int rows, int columns) {
    try (Owned matrices = new Owned()) {
      DeviceBuffer source = buffer(rows, columns, matrices);
      DeviceBuffer target = buffer(rows, columns, matrices);
      DeviceBuffer order = matrices.own(DeviceBuffer.ofWords(rows, "an order"));
      int[] identity = new int[rows];
      Arrays.setAll(identity, i -> i);
      order.upload(identity);
      double bytes = 2.0 * rows * columns * Float.BYTES;
      return bytes
          / seconds(() -> kernels.gatherRows(lane.stream(), target, source, order, rows, columns));
    }
  }

  /**
   * Float32 operations per second in fused multiply-adds on registers, two for each: the limit of
   * all that does not compute on tensor cores.
   *
   * @throws IllegalStateException if the kernel computed something else than the host does
   */
  public double multiplyAdds() {
    return roofs.multiplyAdds();
  }

  /**
   * Bytes per second, read and written, of a[i] = b[i] + s·c[i] over arrays that no cache holds
   * (McCalpin's STREAM triad): the limit of the device's memory.
   *
   * @throws IllegalStateException if the kernel computed something else than the host does
   */
  public double triad() {
    return roofs.triad();
  }

  private static CUdeviceptr matrix(int rows, int columns, Owned matrices) {
    return buffer(rows, columns, matrices).pointer();
  }

  /** Filled with numbers that keep the device as busy as real ones: zeros cost less power. */
  private static DeviceBuffer buffer(int rows, int columns, Owned matrices) {
    long words = (long) rows * columns;
    DeviceBuffer buffer = matrices.own(DeviceBuffer.ofWords(words, "a matrix to measure with"));
    float[] pattern = new float[(int) Math.min(words, PATTERN)];
    long[] drawn = Philox.words(0, 0, pattern.length);
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (float) (2 * Philox.toUnitInterval(drawn[i]) - 1);
    }
    for (long at = 0; at < words; at += pattern.length) {
      buffer.upload(pattern, 0, (int) Math.min(pattern.length, words - at), at);
    }
    return buffer;
  }

  private double seconds(Runnable work) {
    work.run();
    double[] seconds = new double[MEASUREMENTS];
    for (int i = 0; i < MEASUREMENTS; i++) {
      lane.stream().record(from);
      for (int k = 0; k < REPETITIONS; k++) {
        work.run();
      }
      lane.stream().record(to);
      seconds[i] = CudaEvent.seconds(from, to) / REPETITIONS;
    }
    Arrays.sort(seconds);
    return seconds[MEASUREMENTS / 2];
  }

  @Override
  public void close() {
    owned.close();
  }
}

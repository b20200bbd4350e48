package org.parallelbackprop.engine.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUdeviceptr;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.Device;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.Kernel;
import org.parallelbackprop.engine.gpu.cuda.Kernel.Launch;
import org.parallelbackprop.engine.gpu.cuda.KernelModule;
import org.parallelbackprop.engine.gpu.cuda.Owned;

/**
 * The kernels of {@code src/main/cuda} as methods, each of which enqueues one. What they compute
 * and how they add is said there, beside the code.
 */
final class Kernels implements Owned.Resource {

  /** Where the compiled kernels lie, beside this class. */
  static final String RESOURCE = "parallel_backprop.ptx";

  /** Outputs up to which {@link #head} does the whole middle of a step. */
  static final int HEAD_CLASSES = 16;

  private static final int WARP = 32;
  private static final int HEAD_THREADS = 256;
  private static final int SUM_THREADS = 512;
  private static final int THREADS = 256;
  private static final int GATHER_THREADS = 128;
  private static final int ROWS_PER_HEAD = 4;
  private static final int FLOATS_PER_QUAD = 4;

  /** Blocks that share the rows of a matrix; enough, together with those along the columns. */
  private static final int MOST_BLOCKS_DOWN = 256;

  /** Examples from which the sum over them is worth the largest block. */
  private static final int MANY_ROWS = 256;

  private static final int FEW_THREAD_ROWS = 8;
  private static final int MANY_THREAD_ROWS = 32;

  private final KernelModule module;
  private final int multiprocessors;
  private final Map<String, Kernel> kernels = new HashMap<>();

  Kernels(Device device) {
    module = new KernelModule(ptx());
    multiprocessors = device.multiprocessors();
  }

  static String ptx() {
    try (InputStream resource = Kernels.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the engine's jar");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How the parameters move, see {@code TrainingSpec}.
   *
   * @param scale 1/M
   * @param rate α
   * @param momentum μ
   * @param l2 λ
   */
  record Update(float scale, float rate, float momentum, float l2) {}

  private void run(CudaStream stream, String name, Launch launch, Object... arguments) {
    kernels.computeIfAbsent(name, module::kernel).enqueue(stream, launch, arguments);
  }

  /** out [rows, columns] ← rows of {@code in} in the given order. */
  void gatherRows(
      CudaStream stream,
      DeviceBuffer out,
      DeviceBuffer in,
      DeviceBuffer order,
      int rows,
      int cols) {
    Launch launch = Launch.linear(rows, GATHER_THREADS);
    run(stream, "gather_rows", launch, out.pointer(), in.pointer(), order.pointer(), cols);
  }

  /** out [n] ← elements of {@code in} in the given order. */
  void gatherLabels(
      CudaStream stream, DeviceBuffer out, DeviceBuffer in, DeviceBuffer order, int n) {
    Launch launch = Launch.covering(n, THREADS);
    run(stream, "gather_labels", launch, out.pointer(), in.pointer(), order.pointer(), n);
  }

  /** total, one double ← the sum of n floats. */
  void sumLosses(CudaStream stream, DeviceBuffer total, DeviceBuffer losses, int n) {
    Launch launch = Launch.linear(1, SUM_THREADS);
    run(stream, "sum_losses", launch, total.pointer(), losses.pointer(), n);
  }

  /** a [rows, cols] ← σ(a + bias [cols]). */
  void biasActivation(
      CudaStream stream,
      CUdeviceptr a,
      CUdeviceptr bias,
      int rows,
      int cols,
      Activation activation) {
    int threads = WARP * Math.min(Math.ceilDiv(cols, WARP), THREADS / WARP);
    Launch launch =
        new Launch(Math.ceilDiv(cols, threads), Math.min(rows, MOST_BLOCKS_DOWN), threads, 1);
    run(stream, "bias_activation", launch, a, bias, rows, cols, number(activation));
  }

  /** d [n] ← d ⊙ σ′(z), with a = σ(z). */
  void hiddenDelta(CudaStream stream, CUdeviceptr d, CUdeviceptr a, long n, Activation activation) {
    Launch launch = Launch.covering(Math.ceilDiv(n, 4L), THREADS);
    run(stream, "hidden_delta", launch, d, a, n, number(activation));
  }

  /** z [rows, cols] ← outputs; with labels also delta [rows, cols] and losses [rows]. */
  void outputLayer(
      CudaStream stream,
      CUdeviceptr z,
      CUdeviceptr bias,
      CUdeviceptr labels,
      CUdeviceptr delta,
      CUdeviceptr losses,
      int rows,
      int cols,
      Loss loss) {
    int rowsPerBlock = THREADS / WARP;
    Launch launch = new Launch(Math.ceilDiv(rows, rowsPerBlock), 1, WARP, rowsPerBlock);
    run(stream, "output_layer", launch, z, bias, labels, delta, losses, rows, cols, number(loss));
  }

  /** bias [cols] moves by the sums of the columns of d [rows, cols]. */
  void biasUpdate(
      CudaStream stream,
      CUdeviceptr bias,
      CUdeviceptr velocity,
      CUdeviceptr d,
      int rows,
      int cols,
      Update update) {
    Launch launch = new Launch(Math.ceilDiv(cols, WARP), 1, WARP, threadRows(rows));
    run(
        stream,
        "bias_update",
        launch,
        bias,
        velocity,
        d,
        rows,
        cols,
        update.scale,
        update.rate,
        update.momentum);
  }

  /** The rest of a step with momentum: v ← v + λw, w ← w − αv. */
  void momentumStep(CudaStream stream, CUdeviceptr w, CUdeviceptr v, int n, Update update) {
    Launch launch = Launch.covering(n, THREADS);
    run(stream, "momentum_step", launch, w, v, n, update.rate, update.l2);
  }

  /**
   * Everything between the product that enters the last hidden layer, h [rows, hidden], and the
   * gradient that leaves it, dh [rows, hidden]: also delta [rows, classes] and losses [rows].
   */
  void head(
      CudaStream stream,
      CUdeviceptr h,
      CUdeviceptr dh,
      CUdeviceptr delta,
      CUdeviceptr losses,
      CUdeviceptr hiddenBias,
      CUdeviceptr weights,
      CUdeviceptr outputBias,
      CUdeviceptr labels,
      int rows,
      int hidden,
      int classes,
      Activation activation,
      Loss loss) {
    int rowsPerBlock = rows / ROWS_PER_HEAD >= multiprocessors ? ROWS_PER_HEAD : 1;
    run(
        stream,
        "head_" + rowsPerBlock,
        Launch.linear(Math.ceilDiv(rows, rowsPerBlock), HEAD_THREADS),
        h,
        dh,
        delta,
        losses,
        hiddenBias,
        weights,
        outputBias,
        labels,
        rows,
        hidden,
        classes,
        number(activation),
        number(loss));
  }

  /** The updates that follow from {@link #head}: output weights, hidden biases, output biases. */
  void headUpdate(
      CudaStream stream,
      CUdeviceptr weights,
      CUdeviceptr hiddenBias,
      CUdeviceptr outputBias,
      CUdeviceptr weightVelocity,
      CUdeviceptr hiddenBiasVelocity,
      CUdeviceptr outputBiasVelocity,
      CUdeviceptr h,
      CUdeviceptr dh,
      CUdeviceptr delta,
      int rows,
      int hidden,
      int classes,
      Update update) {
    Launch launch = new Launch(Math.ceilDiv(hidden, WARP) + 1, 1, WARP, threadRows(rows));
    run(
        stream,
        "head_update",
        launch,
        weights,
        hiddenBias,
        outputBias,
        weightVelocity,
        hiddenBiasVelocity,
        outputBiasVelocity,
        h,
        dh,
        delta,
        rows,
        hidden,
        classes,
        update.scale,
        update.rate,
        update.momentum,
        update.l2);
  }

  /** As {@code arithmetic.cuh} numbers them. */
  private static int number(Activation activation) {
    return switch (activation) {
      case SIGMOID -> 0;
      case TANH -> 1;
      case RELU -> 2;
    };
  }

  /** As {@code arithmetic.cuh} numbers them. */
  private static int number(Loss loss) {
    return switch (loss) {
      case MSE -> 0;
      case CROSS_ENTROPY -> 1;
    };
  }

  private static int threadRows(int rows) {
    return rows < MANY_ROWS ? FEW_THREAD_ROWS : MANY_THREAD_ROWS;
  }

  /** See {@link LayerProducts#activated}, and {@link LayerProducts#linear} if bias is null. */
  void forward(
      CudaStream stream,
      CUdeviceptr h,
      CUdeviceptr a,
      CUdeviceptr w,
      CUdeviceptr bias,
      int rows,
      int in,
      int out,
      Activation activation) {
    Tile tile = Tile.forResult(rows, out, multiprocessors);
    String name = "forward_" + tile.side();
    run(stream, name, tile.launch(rows, out), h, a, w, bias, rows, in, out, number(activation));
  }

  /** See {@link LayerProducts#inputGradient}. */
  void inputGradient(
      CudaStream stream,
      CUdeviceptr da,
      CUdeviceptr d,
      CUdeviceptr w,
      CUdeviceptr a,
      int rows,
      int in,
      int out,
      Activation activation) {
    Tile tile = Tile.forResult(rows, in, multiprocessors);
    String name = "input_gradient_" + tile.side();
    run(stream, name, tile.launch(rows, in), da, d, w, a, rows, in, out, number(activation));
  }

  /** See {@link LayerProducts#weightGradient}. */
  void weightGradient(
      CudaStream stream,
      CUdeviceptr w,
      CUdeviceptr d,
      CUdeviceptr a,
      int rows,
      int in,
      int out,
      float alpha,
      float beta) {
    Tile tile = Tile.forResult(out, in, multiprocessors);
    String name = "weight_gradient_" + tile.side();
    run(stream, name, tile.launch(out, in), w, d, a, rows, in, out, alpha, beta);
  }

  /** out [blocks * threads] ← the ends of chains of {@code length} multiply-adds each. */
  void roofMultiplyAdd(
      CudaStream stream,
      DeviceBuffer out,
      int blocks,
      int threads,
      float factor,
      float summand,
      int length) {
    Launch launch = Launch.linear(blocks, threads);
    run(stream, "roof_multiply_add", launch, out.pointer(), factor, summand, length);
  }

  /** a [n] ← b + scalar · c, n a multiple of 4. */
  void roofTriad(
      CudaStream stream, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, float scalar, int n) {
    int quads = n / FLOATS_PER_QUAD;
    Launch launch = Launch.covering(quads, THREADS);
    run(stream, "roof_triad", launch, a.pointer(), b.pointer(), c.pointer(), scalar, quads);
  }

  @Override
  public void close() {
    module.close();
  }
}

package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuLaunchKernel;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;

/** A function that runs on the device. */
public final class Kernel {

  private final String name;
  private final CUfunction function;

  Kernel(String name, CUfunction function) {
    this.name = name;
    this.function = function;
  }

  /** Numbers of blocks and of the threads in each, by two dimensions. */
  public record Launch(int blocksX, int blocksY, int threadsX, int threadsY) {

    /** Blocks and threads in one dimension. */
    public static Launch linear(int blocks, int threads) {
      return new Launch(blocks, 1, threads, 1);
    }

    /** As many blocks of {@code threads} as it takes to have a thread for each of {@code n}. */
    public static Launch covering(long n, int threads) {
      return linear(Math.toIntExact(Math.ceilDiv(n, (long) threads)), threads);
    }
  }

  /**
   * Enqueues the kernel.
   *
   * @param arguments in the order of its parameters: {@link CUdeviceptr} for pointers, {@link
   *     Integer}, {@link Long}, {@link Float}
   */
  public void enqueue(CudaStream stream, Launch launch, Object... arguments) {
    Pointer[] pointers = new Pointer[arguments.length];
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] =
          switch (arguments[i]) {
            case CUdeviceptr pointer -> Pointer.to(pointer);
            case Integer value -> Pointer.to(new int[] {value});
            case Long value -> Pointer.to(new long[] {value});
            case Float value -> Pointer.to(new float[] {value});
            default ->
                throw new IllegalArgumentException(
                    "argument " + i + " of " + name + " is a " + arguments[i].getClass());
          };
    }
    Pointer packed = Pointer.to(pointers);
    stream.enqueue(name, () -> launch(stream, launch, packed));
  }

  private void launch(CudaStream stream, Launch launch, Pointer arguments) {
    CudaCallException.check(
        cuLaunchKernel(
            function,
            launch.blocksX,
            launch.blocksY,
            1,
            launch.threadsX,
            launch.threadsY,
            1,
            0,
            stream.handle(),
            arguments,
            null),
        "launch the kernel " + name);
  }
}

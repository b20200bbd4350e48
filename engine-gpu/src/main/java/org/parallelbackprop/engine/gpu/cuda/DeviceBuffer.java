package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoD;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD8;

import java.util.Objects;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Memory of the device. The driver aligns it to 256 bytes. */
public final class DeviceBuffer implements Owned.Resource {

  /** A pointer that kernels see as null. */
  public static final CUdeviceptr NULL = new CUdeviceptr();

  private final CUdeviceptr pointer = new CUdeviceptr();
  private final long bytes;

  private DeviceBuffer(long bytes, String purpose) {
    this.bytes = bytes;
    CudaCallException.check(
        cuMemAlloc(pointer, bytes), "allocate " + bytes + " bytes for " + purpose);
  }

  /**
   * Allocates.
   *
   * @param words number of float or int elements
   * @param purpose what for, for messages
   * @throws CudaCallException if the device has too little memory
   */
  public static DeviceBuffer ofWords(long words, String purpose) {
    return new DeviceBuffer(words * Float.BYTES, purpose);
  }

  /** Allocates {@code bytes} bytes, with other units than words. */
  public static DeviceBuffer ofBytes(long bytes, String purpose) {
    return new DeviceBuffer(bytes, purpose);
  }

  /** Where the buffer begins. */
  public CUdeviceptr pointer() {
    return pointer;
  }

  /** Where element {@code word} of 4-byte elements lies. */
  public CUdeviceptr at(long word) {
    Objects.checkIndex(word * Float.BYTES, bytes);
    return pointer.withByteOffset(word * Float.BYTES);
  }

  /** Sets all bytes to 0. */
  public void clear() {
    CudaCallException.check(cuMemsetD8(pointer, (byte) 0, bytes), "clear device memory");
    settle();
  }

  /** Copies {@code count} floats from {@code from} to element {@code to}, and waits for it. */
  public void upload(float[] values, int from, int count, long to) {
    Objects.checkFromIndexSize(from, count, values.length);
    Objects.checkFromIndexSize(to * Float.BYTES, (long) count * Float.BYTES, bytes);
    upload(Pointer.to(values).withByteOffset((long) from * Float.BYTES), count, to);
  }

  /** Copies all of {@code values} to the beginning, and waits for it. */
  public void upload(int[] values) {
    Objects.checkFromIndexSize(0L, (long) values.length * Integer.BYTES, bytes);
    upload(Pointer.to(values), values.length, 0);
  }

  private void upload(Pointer from, int words, long to) {
    CudaCallException.check(
        cuMemcpyHtoD(pointer.withByteOffset(to * Float.BYTES), from, (long) words * Float.BYTES),
        "copy to the device");
    settle();
  }

  /** Copies {@code count} floats from element {@code from} into {@code values} at {@code to}. */
  public void download(long from, float[] values, int to, int count) {
    Objects.checkFromIndexSize(to, count, values.length);
    Objects.checkFromIndexSize(from * Float.BYTES, (long) count * Float.BYTES, bytes);
    CudaCallException.check(
        cuMemcpyDtoH(
            Pointer.to(values).withByteOffset((long) to * Float.BYTES),
            pointer.withByteOffset(from * Float.BYTES),
            (long) count * Float.BYTES),
        "copy from the device");
  }

  /** Copies all of a buffer of the same size. */
  public void copyFrom(DeviceBuffer other) {
    CudaCallException.check(cuMemcpyDtoD(pointer, other.pointer, bytes), "copy on the device");
    settle();
  }

  /**
   * Copies from pageable memory may return before the last part has arrived, and streams that do
   * not block do not wait for the default stream, in which these copies are.
   */
  private static void settle() {
    CudaCallException.check(cuCtxSynchronize(), "wait for a copy");
  }

  /** Size. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    CudaCallException.check(cuMemFree(pointer), "free device memory");
  }
}

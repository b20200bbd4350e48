package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import jcuda.Pointer;

/** Page-locked memory of the host: what copies that are part of a stream start or end in. */
public final class PinnedBuffer implements Owned.Resource {

  private final Pointer pointer = new Pointer();
  private final long bytes;
  private final ByteBuffer content;

  /** Allocates {@code bytes} bytes. */
  public PinnedBuffer(long bytes) {
    this.bytes = bytes;
    CudaCallException.check(
        cuMemAllocHost(pointer, bytes), "allocate " + bytes + " bytes of page-locked memory");
    content = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
  }

  /** The memory, in the byte order of the machine. */
  public ByteBuffer content() {
    return content;
  }

  /** Enqueues a copy of everything to the beginning of {@code target}. */
  public void enqueueUpload(DeviceBuffer target, CudaStream stream) {
    Objects.checkFromIndexSize(0, bytes, target.bytes());
    CudaCallException.check(
        cuMemcpyHtoDAsync(target.pointer(), pointer, bytes, stream.handle()), "copy to the device");
  }

  /** Enqueues a copy of as many bytes from the beginning of {@code source} as fit in here. */
  public void enqueueDownload(DeviceBuffer source, CudaStream stream) {
    Objects.checkFromIndexSize(0, bytes, source.bytes());
    CudaCallException.check(
        cuMemcpyDtoHAsync(pointer, source.pointer(), bytes, stream.handle()),
        "copy from the device");
  }

  @Override
  public void close() {
    CudaCallException.check(cuMemFreeHost(pointer), "free page-locked memory");
  }
}

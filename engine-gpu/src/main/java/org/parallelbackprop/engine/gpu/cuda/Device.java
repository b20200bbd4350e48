package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDeviceGetPCIBusId;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;

/**
 * The GPU: the first one that the driver shows ({@code CUDA_VISIBLE_DEVICES} chooses).
 *
 * @param name as NVIDIA calls it
 * @param busId its place on the PCI bus, e.g. {@code 0000:3B:00.0}
 * @param major compute capability
 * @param minor compute capability
 * @param multiprocessors number of streaming multiprocessors
 * @param cacheBytes size of the last cache before the memory (L2)
 */
public record Device(
    String name, String busId, int major, int minor, int multiprocessors, int cacheBytes) {

  private static final int LONGEST_NAME = 256;

  /** Free and total memory in bytes. */
  public record Memory(long free, long total) {}

  /** Number of GPUs. */
  public static int count() {
    int[] count = new int[1];
    CudaCallException.check(cuDeviceGetCount(count), "count the GPUs");
    return count[0];
  }

  /** The first GPU. */
  public static Device first() {
    CUdevice device = handle();
    byte[] name = new byte[LONGEST_NAME];
    CudaCallException.check(cuDeviceGetName(name, name.length, device), "tell the GPU's name");
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new Device(
        new String(name, 0, length, StandardCharsets.UTF_8),
        busId(device),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE));
  }

  private static String busId(CUdevice device) {
    String[] busId = new String[1];
    CudaCallException.check(
        cuDeviceGetPCIBusId(busId, LONGEST_NAME, device), "tell the GPU's place on the PCI bus");
    return busId[0];
  }

  static CUdevice handle() {
    CUdevice device = new CUdevice();
    CudaCallException.check(cuDeviceGet(device, 0), "find the first GPU");
    return device;
  }

  private static int attribute(CUdevice device, int attribute) {
    int[] value = new int[1];
    CudaCallException.check(
        cuDeviceGetAttribute(value, attribute, device), "tell a property of the GPU");
    return value[0];
  }

  /** The memory of the GPU whose context is current. */
  public static Memory memory() {
    long[] free = new long[1];
    long[] total = new long[1];
    CudaCallException.check(cuMemGetInfo(free, total), "tell how much memory is free");
    return new Memory(free[0], total[0]);
  }
}

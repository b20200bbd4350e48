package org.parallelbackprop.engine.gpu.cuda;

import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuInit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jcuda.driver.CUresult;

/** NVIDIA's driver. */
public final class CudaDriver {

  private static final Path RELEASE = Path.of("/sys/module/nvidia/version");

  private CudaDriver() {}

  /**
   * Loads it. Nothing else of this package may be used before that has succeeded.
   *
   * @return empty, or the dynamic linker's words if it cannot be loaded
   */
  public static Optional<String> load() {
    return JCudaNatives.loadDriver();
  }

  /**
   * Starts it.
   *
   * @return empty, or CUDA's words if it does not start
   */
  public static Optional<String> start() {
    int result = cuInit(0);
    return result == CUresult.CUDA_SUCCESS
        ? Optional.empty()
        : Optional.of(CudaCallException.describe(result));
  }

  /** The newest CUDA version that it works for, as 1000 · major + 10 · minor. */
  public static int newestCuda() {
    int[] version = new int[1];
    CudaCallException.check(cuDriverGetVersion(version), "tell the version of the driver");
    return version[0];
  }

  /** A version in CUDA's numbers, as people write it: 13020 is 13.2. */
  public static String dotted(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /** The driver's own number, as nvidia-smi shows it; empty if the system does not tell. */
  public static Optional<String> release() {
    try {
      return Optional.of(Files.readString(RELEASE).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

package org.parallelbackprop.engine.gpu;

import java.util.Optional;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Availability.Available;
import org.parallelbackprop.engine.Availability.Unavailable;
import org.parallelbackprop.engine.gpu.cuda.CublasLibrary;
import org.parallelbackprop.engine.gpu.cuda.CudaCallException;
import org.parallelbackprop.engine.gpu.cuda.CudaDriver;
import org.parallelbackprop.engine.gpu.cuda.Device;

/** Looks for all that the engines need, in the order in which people install it. */
final class GpuProbe {

  /** CUDA 12.0, the first whose driver runs all of what cuBLAS 12 and our calls ask of it. */
  private static final int OLDEST_CUDA = 12_000;

  private static final String OLDEST_DRIVER = "525";

  /** Turing: what the kernels are compiled for. */
  private static final int OLDEST_MAJOR = 7;

  private static final int OLDEST_MINOR = 5;

  private static final String INSTALL_DRIVER =
      "Install NVIDIA's driver, " + OLDEST_DRIVER + " or newer";

  private GpuProbe() {}

  static Availability probe(boolean needsCublas) {
    String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    if (!platform.equals("Linux on amd64")) {
      return new Unavailable(
          "the GPU engines are built for Linux on amd64, and this is " + platform,
          "Run them on such a machine.");
    }
    try {
      return probeDriver()
          .or(GpuProbe::probeDevice)
          .or(() -> needsCublas ? probeCublas() : Optional.empty())
          .<Availability>map(why -> why)
          .orElse(new Available());
    } catch (CudaCallException e) {
      return new Unavailable(
          String.valueOf(e.getMessage()), "See what nvidia-smi and the system log say.");
    }
  }

  private static Optional<Unavailable> probeDriver() {
    Optional<String> problem = CudaDriver.load();
    if (problem.isPresent()) {
      String words = problem.get();
      return words.contains("libcuda.so.1: cannot open shared object file")
          ? unavailable(
              "no NVIDIA driver was found (libcuda.so.1)",
              INSTALL_DRIVER + "; in a container, pass the GPU through to it.")
          : unavailable(
              "the library over NVIDIA's driver cannot be loaded: " + words,
              INSTALL_DRIVER
                  + ", for this processor and system; the folder for temporary files must allow"
                  + " programs.");
    }
    int version = CudaDriver.newestCuda();
    if (version < OLDEST_CUDA) {
      return unavailable(
          "the NVIDIA driver is too old: it knows CUDA "
              + CudaDriver.dotted(version)
              + ", and "
              + CudaDriver.dotted(OLDEST_CUDA)
              + " is needed",
          INSTALL_DRIVER + ".");
    }
    return CudaDriver.start()
        .flatMap(words ->
            unavailable(
                "the NVIDIA driver does not start: " + words,
                "See whether nvidia-smi lists a GPU; after an update of the driver, restart"
                    + " the machine."));
  }

  private static Optional<Unavailable> probeDevice() {
    if (Device.count() == 0) {
      return unavailable(
          "the NVIDIA driver shows no GPU", "See whether CUDA_VISIBLE_DEVICES hides it.");
    }
    Device device = Device.first();
    boolean tooOld =
        device.major() < OLDEST_MAJOR
            || (device.major() == OLDEST_MAJOR && device.minor() < OLDEST_MINOR);
    return tooOld
        ? unavailable(
            "the GPU is too old: "
                + device.name()
                + " has compute capability "
                + device.major()
                + "."
                + device.minor()
                + ", and the kernels need "
                + OLDEST_MAJOR
                + "."
                + OLDEST_MINOR,
            "Use a GPU of the Turing generation or newer.")
        : Optional.empty();
  }

  private static Optional<Unavailable> probeCublas() {
    String fitting = "cuBLAS 12 or 13, which the CUDA toolkit brings along";
    return switch (CublasLibrary.ofThisMachine()) {
      case CublasLibrary.Loaded loaded -> Optional.empty();
      case CublasLibrary.Missing missing ->
          unavailable(
              "cuBLAS was not found (libcublas.so.12 or libcublas.so.13)",
              "Install "
                  + fitting
                  + ", or add the folder that has it to LD_LIBRARY_PATH; gpu-cuda does without.");
      case CublasLibrary.WrongVersion(int major) ->
          unavailable(
              "cuBLAS " + major + " was found, and 12 or 13 is needed",
              "Install " + fitting + "; gpu-cuda does without.");
      case CublasLibrary.NotLoadable(String file, String why) ->
          unavailable(
              file + " was found but cannot be loaded: " + why,
              "Install "
                  + fitting
                  + ", completely: it also needs libcublasLt of the same version; gpu-cuda does"
                  + " without.");
    };
  }

  private static Optional<Unavailable> unavailable(String reason, String remedy) {
    return Optional.of(new Unavailable(reason, remedy));
  }
}

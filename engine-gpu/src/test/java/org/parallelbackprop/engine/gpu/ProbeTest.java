package org.parallelbackprop.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.engine.Availability.Available;
import org.parallelbackprop.engine.Availability.Unavailable;
import org.parallelbackprop.engine.EngineUnavailableException;

/**
 * What users are told when something is missing. What the linker finds is settled once in a
 * process, so those cases have processes of their own.
 */
@ExtendWith(StandIns.class)
final class ProbeTest {

  @TempDir private Path folder;

  @Test
  void allIsThere() {
    assertThat(new CublasEngine().probe()).isEqualTo(new Available());
    assertThat(new CudaEngine().probe()).isEqualTo(new Available());
  }

  @Test
  void theDriverIsTooOld() {
    StandIns.driverVersion(11_080);
    assertThat(reason())
        .isEqualTo("the NVIDIA driver is too old: it knows CUDA 11.8, and 12.0 is needed");
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> Work.typical().open(new CudaEngine()))
        .withMessage(
            "the NVIDIA driver is too old: it knows CUDA 11.8, and 12.0 is needed. Install"
                + " NVIDIA's driver, 525 or newer.");
  }

  @Test
  void theDriverFindsNoGpu() {
    StandIns.initResult(100);
    assertThat(reason())
        .isEqualTo(
            "the NVIDIA driver does not start:"
                + " CUDA_ERROR_NO_DEVICE, no CUDA-capable device is detected");
  }

  @Test
  void theGpuIsHidden() {
    StandIns.devices(0);
    assertThat(reason()).isEqualTo("the NVIDIA driver shows no GPU");
  }

  @Test
  void theGpuIsTooOld() {
    StandIns.capability(70);
    assertThat(reason())
        .isEqualTo(
            "the GPU is too old: emulated on the processor has compute capability 7.0, and the"
                + " kernels need 7.5");
  }

  private static String reason() {
    return ((Unavailable) new CudaEngine().probe()).reason();
  }

  @Test
  void thereIsNoDriver() throws IOException {
    assertThat(probeWith(folder))
        .contains(
            "gpu-cublas: no NVIDIA driver was found (libcuda.so.1)",
            "gpu-cuda: no NVIDIA driver was found (libcuda.so.1)");
  }

  @Test
  void theDriverCannotBeLoaded() throws IOException {
    Files.writeString(folder.resolve("libcuda.so.1"), "not a library");
    assertThat(probeWith(folder))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("gpu-cuda: the library over NVIDIA's driver cannot be loaded: ")
                .contains("libcuda.so.1"));
  }

  @Test
  void thereIsNoCublas() throws IOException {
    copyDriver();
    assertThat(probeWith(folder))
        .contains(
            "gpu-cublas: cuBLAS was not found (libcublas.so.12 or libcublas.so.13)",
            "gpu-cuda: available");
  }

  @Test
  void cublasIsOfAnotherVersion() throws IOException {
    copyDriver();
    Files.createFile(folder.resolve("libcublas.so.11"));
    assertThat(probeWith(folder))
        .contains("gpu-cublas: cuBLAS 11 was found, and 12 or 13 is needed", "gpu-cuda: available");
  }

  @Test
  void cublasCannotBeLoaded() throws IOException {
    copyDriver();
    Files.writeString(folder.resolve("libcublas.so.12"), "not a library");
    assertThat(probeWith(folder))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(
                    "gpu-cublas: "
                        + folder.resolve("libcublas.so.12")
                        + " was found but cannot be loaded: "));
  }

  /** JCuda's library is linked against version 12, and gets a copy that asks for 13. */
  @Test
  void cublas13TrainsToo() throws IOException {
    copyDriver();
    StandIns.buildCublas(folder, 13);
    List<String> lines = childWith(folder, "train");
    assertThat(lines)
        .contains(
            "gpu-cublas: available",
            "gpu-cublas trained " + Work.typical().train(new CublasEngine(), 1));
    assertThat(lines).anyMatch(line -> line.startsWith("cublas-version: 13."));
  }

  private void copyDriver() throws IOException {
    Files.copy(StandIns.FOLDER.resolve("libcuda.so.1"), folder.resolve("libcuda.so.1"));
  }

  private static List<String> probeWith(Path libraries) throws IOException {
    return childWith(libraries, "probe");
  }

  private static List<String> childWith(Path libraries, String task) throws IOException {
    Command java =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ProbeConsole.class.getName(),
                task)
            .with(Map.of("LD_LIBRARY_PATH", libraries.toString()));
    Command.Result result = java.result();
    assertThat(result.status()).as(result.output()).isZero();
    return result.output().lines().toList();
  }
}

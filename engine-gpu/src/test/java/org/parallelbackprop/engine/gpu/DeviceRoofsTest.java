package org.parallelbackprop.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parallelbackprop.engine.DeviceRoofs;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineUnavailableException;
import org.parallelbackprop.engine.gpu.cuda.CudaCallException;

/**
 * The limits of a device. On the stand-ins every pair of marks lies a millisecond apart, so that
 * what is reported tells how much work was counted.
 */
@ExtendWith(StandIns.class)
final class DeviceRoofsTest {

  private static final double MILLI = 1e-3;

  /** A few roundings of the millisecond, which CUDA tells in float32. */
  private static final double ROUNDING = 8 * Math.ulp(1f);

  /**
   * By hand. One multiprocessor has 24 blocks of 256 threads with 8 chains, the shortest of 32
   * multiply-adds: 3,145,728 operations. Three arrays of 16 times the stand-in's cache of 4096
   * bytes: 196,608 bytes. The product of ten repetitions takes 2·20³ operations in a tenth of a
   * millisecond.
   */
  @Test
  void theyAreWorkOverTime() {
    StandIns.multiprocessors(1);
    DeviceRoofs roofs = GpuEngine.measureDevice(20);
    assertThat(roofs.name()).isEqualTo("emulated on the processor");
    assertThat(roofs.pciBusId()).isEqualTo("0000:00:00.0");
    assertThat(roofs.operationsPerSecond() * MILLI)
        .isCloseTo(3_145_728, within(3_145_728 * ROUNDING));
    assertThat(roofs.bytesPerSecond() * MILLI).isCloseTo(196_608, within(196_608 * ROUNDING));
    assertThat(roofs.tf32OperationsPerSecond().orElseThrow() * MILLI / 10)
        .isCloseTo(16_000, within(16_000 * ROUNDING));
    assertThat(StandIns.launched()).contains("roof_multiply_add", "roof_triad");
  }

  /** A kernel that does not run leaves what was there before, which is not what the host has. */
  @Test
  void whatTheHostDoesNotFindIsRefused() {
    StandIns.multiprocessors(1);
    StandIns.skipLaunches();
    try (DeviceSpeed speed = new DeviceSpeed(ProductSource.OWN_KERNELS)) {
      assertThatIllegalStateException()
          .isThrownBy(speed::multiplyAdds)
          .withMessageStartingWith("chains of multiply-adds gave ");
      assertThatIllegalStateException()
          .isThrownBy(speed::triad)
          .withMessageStartingWith("the triad gave ");
    }
  }

  @Test
  void aKernelThatFailsEndsWithCudasWordsAndLeavesNothingBehind() {
    StandIns.multiprocessors(1);
    StandIns.failLaunch(3);
    try (DeviceSpeed speed = new DeviceSpeed(ProductSource.OWN_KERNELS)) {
      assertThatExceptionOfType(CudaCallException.class)
          .isThrownBy(speed::multiplyAdds)
          .withMessageContaining("CUDA_ERROR_LAUNCH_FAILED");
    }
  }

  @Test
  void anEngineThatCannotRunMeasuresNothing() {
    StandIns.devices(0);
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(new CudaEngine()::measureDevice)
        .withMessageContaining("the NVIDIA driver shows no GPU");
  }

  @Test
  void allThreeEnginesSayThatTheyMeasureTheirDevice() throws IOException {
    try (InputStreamReader file =
        new InputStreamReader(
            Objects.requireNonNull(
                GpuEngine.class.getClassLoader().getResourceAsStream(EngineDescription.RESOURCE)),
            StandardCharsets.UTF_8)) {
      List<EngineDescription> engines = EngineDescription.read(file);
      assertThat(engines).hasSize(3).allMatch(EngineDescription::measuresDevice);
    }
  }

  /** A compiler that saw through the chains would shorten or remove the loop. */
  @Test
  void theCompilerLeavesEveryMultiplyAddInItsLoop() {
    Matcher loop =
        Pattern.compile(
                "\\.entry roof_multiply_add\\(.*?(\\$L__BB\\w+):\\s([^$]*)bra\\s+\\1;",
                Pattern.DOTALL)
            .matcher(Kernels.ptx());
    assertThat(loop.find()).as("a loop").isTrue();
    assertThat(loop.group(2).split("fma\\.rn\\.f32", -1)).hasSize(1 + 8 * 32);
    assertThat(loop.group(2)).doesNotContain("ld.global", "st.global", "ld.local", "st.local");
  }
}

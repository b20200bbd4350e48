package org.parallelbackprop.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.ResultsFolder;

final class DeviceCalibrationConsoleTest {

  private static final Calibration PROCESSORS =
      new Calibration(
          Calibration.SCHEMA,
          "2026-11-24T00:00:00Z",
          List.of(new Calibration.Roof(1, 20, 10)),
          List.of());

  @TempDir Path folder;

  private Calibration after(String... engines) throws IOException {
    Path file = new ResultsFolder(folder).calibration();
    Json.write(file, PROCESSORS);
    String[] arguments = new String[engines.length + 1];
    arguments[0] = folder.toString();
    System.arraycopy(engines, 0, arguments, 1, engines.length);
    DeviceCalibrationConsole.main(arguments);
    return Calibration.read(file);
  }

  @Test
  void theDeviceStandsBesideTheProcessors() throws IOException {
    Calibration calibration = after("another", "scripted");
    assertThat(calibration.roofs()).isEqualTo(PROCESSORS.roofs());
    assertThat(calibration.devices())
        .singleElement()
        .satisfies(device -> {
          assertThat(device.name()).isEqualTo("scripted device");
          assertThat(device.pciBusId()).isEqualTo("0000:00:00.0");
          assertThat(device.gigaflopsPerSecond()).isEqualTo(3);
          assertThat(device.tf32ProductGigaflopsPerSecond()).isEqualTo(20);
          assertThat(device.gigabytesPerSecond()).isEqualTo(0.5);
        });
  }

  @Test
  void enginesThatAreNotAskedMeasureNothing() throws IOException {
    assertThat(after("another")).isEqualTo(PROCESSORS);
  }
}

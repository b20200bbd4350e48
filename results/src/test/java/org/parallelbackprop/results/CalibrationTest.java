package org.parallelbackprop.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CalibrationTest {

  private static final Calibration PROCESSORS =
      new Calibration(
          Calibration.SCHEMA,
          "2026-11-24T00:00:00Z",
          List.of(new Calibration.Roof(1, 20, 10), new Calibration.Roof(2, 40, 15)),
          List.of());

  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("calibration.json"), content);
  }

  @Test
  void itComesBackWithTheDevicesThatWereAdded() throws IOException {
    Calibration calibration =
        PROCESSORS
            .with(new Calibration.Device("A", "0000:01:00.0", "2026-11-24T00:00:01Z", 9, 8.5, 7))
            .with(new Calibration.Device("A", "0000:02:00.0", "2026-11-24T00:00:01Z", 9, null, 7));
    Path file = folder.resolve("calibration.json");
    Json.write(file, calibration);
    assertThat(Calibration.read(file)).isEqualTo(calibration);
    assertThat(calibration.devices()).hasSize(2);
  }

  @Test
  void aFileOfTheFirstSchemaHasNoDevices() throws IOException {
    Path file =
        file(
            """
            {"schema": 1, "measured_at": "2026-11-24T00:00:00Z", "roofs": [
              {"threads": 1, "gigaflops_per_second": 20.0, "gigabytes_per_second": 10.0},
              {"threads": 2, "gigaflops_per_second": 40.0, "gigabytes_per_second": 15.0}]}
            """);
    assertThat(Calibration.read(file)).isEqualTo(PROCESSORS);
  }

  @Test
  void anotherSchemaIsRefused() throws IOException {
    Path file = file("{\"schema\": 3, \"measured_at\": \"t\", \"roofs\": [], \"devices\": []}");
    assertThatExceptionOfType(CorruptFileException.class)
        .isThrownBy(() -> Calibration.read(file))
        .withMessageContaining("it has schema 3, but this release reads schema 2");
  }
}

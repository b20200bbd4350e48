package org.parallelbackprop.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.CellSettings;

final class ForecastTest {

  private static final Calibration CALIBRATION =
      new Calibration(
          Calibration.SCHEMA,
          "2026-11-24T00:00:00Z",
          List.of(new Calibration.Roof(1, 100, 10), new Calibration.Roof(4, 200, 10)),
          List.of());

  private static List<EngineDescription> engines() throws IOException {
    return EngineDescription.read(
        new StringReader(
            """
            fast.class = Fast
            fast.summary = fast
            fast.numerics-version = 1
            fast.repeatability = rounding
            fast.share-of-peak = 0.5
            slow.class = Slow
            slow.summary = slow
            slow.numerics-version = 1
            slow.repeatability = rounding
            slow.share-of-peak = 0.05
            unknown.class = Unknown
            unknown.summary = unknown
            unknown.numerics-version = 1
            unknown.repeatability = rounding
            device.class = Device
            device.summary = device
            device.numerics-version = 1
            device.repeatability = rounding
            device.measures-device = true
            """));
  }

  /** 50,000 examples train for 4 operations a weight, 20,000 are evaluated for 2. */
  private static CellSettings cell(String engine, Map<String, String> options, int epochs) {
    return new CellSettings(
        "mnist",
        "ab".repeat(32),
        null,
        "784-10",
        "sigmoid",
        "mse",
        10,
        epochs,
        0.5,
        0,
        0,
        engine,
        new TreeMap<>(options));
  }

  private static double operations(int epochs) {
    return epochs * 7840.0 * (4 * 50_000 + 2 * 20_000);
  }

  @Test
  void beforeAnyRunTheMachineAndTheOperationsTell() throws IOException {
    Forecast forecast = new Forecast(CALIBRATION, engines());

    assertThat(forecast.seconds(cell("fast", Map.of(), 1000)).orElseThrow())
        .isCloseTo(2 + operations(1000) / (0.5 * 100e9), within(1e-9));
    assertThat(forecast.seconds(cell("fast", Map.of("threads", "2"), 1000)).orElseThrow())
        .isCloseTo(2 + operations(1000) / (0.5 * 100e9), within(1e-9));
    assertThat(forecast.seconds(cell("fast", Map.of("threads", "64"), 1000)).orElseThrow())
        .isCloseTo(2 + operations(1000) / (0.5 * 200e9), within(1e-9));
  }

  @Test
  void ofAnEngineThatNobodyMeasuredTheSlowestIsThought() throws IOException {
    Forecast forecast = new Forecast(CALIBRATION, engines());

    assertThat(forecast.seconds(cell("unknown", Map.of(), 7)))
        .isEqualTo(forecast.seconds(cell("slow", Map.of(), 7)));
  }

  @Test
  void ofAnEngineOnADeviceTheSlowestDeviceTells() throws IOException {
    CellSettings cell = cell("device", Map.of(), 1000);
    Calibration devices = CALIBRATION.with(device(60_000)).with(device(50_000));

    assertThat(new Forecast(devices, engines()).seconds(cell).orElseThrow())
        .isCloseTo(2 + operations(1000) / (0.05 * 50_000e9), within(1e-9));
    assertThat(new Forecast(CALIBRATION, engines()).seconds(cell))
        .isEqualTo(new Forecast(CALIBRATION, engines()).seconds(cell("unknown", Map.of(), 1000)));
  }

  private static Calibration.Device device(double gigaflopsPerSecond) {
    return new Calibration.Device(
        "GPU", "0000:00:00.0", "2026-11-24T00:00:00Z", gigaflopsPerSecond, null, 2000);
  }

  @Test
  void runsThatHaveEndedTellBetter() throws IOException {
    Forecast forecast = new Forecast(CALIBRATION, engines());
    forecast.learn(cell("fast", Map.of(), 10), Duration.ofSeconds(30));

    assertThat(forecast.seconds(cell("fast", Map.of(), 20)).orElseThrow())
        .isCloseTo(60, within(1e-9));
  }

  @Test
  void aRunHangsAfterTwentyTimesItsForecastAndNotBeforeTenMinutes() throws IOException {
    Forecast forecast = new Forecast(CALIBRATION, engines());
    assertThat(forecast.timeLimit(cell("fast", Map.of(), 1))).isEqualTo(Duration.ofMinutes(10));

    forecast.learn(cell("fast", Map.of(), 1), Duration.ofMinutes(2));
    assertThat(forecast.timeLimit(cell("fast", Map.of(), 1))).isEqualTo(Duration.ofMinutes(40));
  }

  @Test
  void withoutACalibrationNothingIsGuessedAndADayIsTheLimit() throws IOException {
    Forecast forecast = new Forecast(null, engines());

    assertThat(forecast.seconds(cell("fast", Map.of(), 1))).isEmpty();
    assertThat(forecast.timeLimit(cell("fast", Map.of(), 1))).isEqualTo(Duration.ofDays(1));
  }
}

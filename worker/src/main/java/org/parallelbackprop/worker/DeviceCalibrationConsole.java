package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.DeviceRoofs;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.ResultsFolder;

/**
 * Adds the limits of the device that engines compute on to {@code calibration.json}: {@code
 * DeviceCalibrationConsole RESULTS_DIR ENGINE…}, with the engines on the class path. A process of
 * its own, so that a driver that takes it down takes nothing else.
 */
public final class DeviceCalibrationConsole {

  private static final double GIGA = 1e9;

  private DeviceCalibrationConsole() {}

  /**
   * Has the first of the engines that can run here measure its device.
   *
   * @param arguments the results folder, then ids of engines that compute on one device
   * @throws IOException if the file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path file = new ResultsFolder(Path.of(arguments[0])).calibration();
    List<String> ids = Arrays.asList(arguments).subList(1, arguments.length);
    for (ServiceLoader.Provider<Engine> provider :
        ServiceLoader.load(Engine.class).stream().toList()) {
      Engine engine = provider.get();
      if (!ids.contains(engine.id())) {
        continue;
      }
      if (engine.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
        System.out.println(
            "the device of " + engine.id() + " is not measured: " + reason + ". " + remedy);
        continue;
      }
      Optional<DeviceRoofs> roofs = engine.measureDevice();
      if (roofs.isPresent()) {
        Calibration.Device device = device(roofs.get());
        Json.write(file, Calibration.read(file).with(device));
        System.out.println(describe(device));
        return;
      }
    }
  }

  private static Calibration.Device device(DeviceRoofs roofs) {
    return new Calibration.Device(
        roofs.name(),
        roofs.pciBusId(),
        WorkerClock.timestamp(),
        roofs.operationsPerSecond() / GIGA,
        giga(roofs.tf32OperationsPerSecond()),
        roofs.bytesPerSecond() / GIGA);
  }

  private static @Nullable Double giga(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() / GIGA : null;
  }

  private static String describe(Calibration.Device device) {
    Double product = device.tf32ProductGigaflopsPerSecond();
    return String.format(
        Locale.ROOT,
        "%s at %s: %.1f GFLOP/s, %s, %.1f GB/s",
        device.name(),
        device.pciBusId(),
        device.gigaflopsPerSecond(),
        product == null
            ? "no product in TF32"
            : String.format(Locale.ROOT, "%.1f GFLOP/s in a product in TF32", product),
        device.gigabytesPerSecond());
  }
}

package org.parallelbackprop.analysis.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Manifest;

/**
 * A limit that was measured where the runs were done.
 *
 * @param name whose, and of which arithmetic
 * @param gigaflopsPerSecond 10⁹ operations per second; null where that arithmetic was not measured
 * @param gigabytesPerSecond 10⁹ bytes per second, read and written
 */
public record Roof(String name, @Nullable Double gigaflopsPerSecond, double gigabytesPerSecond) {

  private static final String FLOAT32 = "float32";
  private static final String TF32 = "tf32";

  /** All limits of a calibration. */
  public static List<Roof> all(Calibration calibration) {
    List<Roof> roofs = new ArrayList<>();
    calibration.roofs().forEach(roof -> roofs.add(of(roof)));
    for (Calibration.Device device : calibration.devices()) {
      roofs.add(of(device, FLOAT32));
      if (device.tf32ProductGigaflopsPerSecond() != null) {
        roofs.add(of(device, TF32));
      }
    }
    return roofs;
  }

  /** The device that a run computed on besides the processors, by its name and place. */
  public static Optional<String> device(Manifest manifest) {
    Map<String, String> facts = manifest.engine().facts();
    return Optional.ofNullable(facts.get("pci-bus-id"))
        .map(bus -> device(facts.getOrDefault("gpu", "GPU"), bus));
  }

  private static String device(String name, String bus) {
    return name + " at " + bus;
  }

  private static String device(Calibration.Device device) {
    return device(device.name(), device.pciBusId());
  }

  /** The limit above a run; empty if it was not measured or its engine does not say enough. */
  static Optional<Roof> above(Manifest manifest, Calibration calibration) {
    Map<String, String> facts = manifest.engine().facts();
    Optional<String> own = device(manifest);
    if (own.isPresent()) {
      return calibration.devices().stream()
          .filter(device -> device(device).equals(own.get()))
          .findFirst()
          .map(device -> of(device, facts.getOrDefault("precision", "precision not told")));
    }
    OptionalInt threads = manifest.engine().threads();
    return threads.isPresent()
        ? Optional.of(of(threads(calibration, threads.getAsInt())))
        : Optional.empty();
  }

  /** That of the smallest number of threads that is enough, else of the largest. */
  private static Calibration.Roof threads(Calibration calibration, int threads) {
    return calibration.roofs().stream()
        .filter(roof -> roof.threads() >= threads)
        .findFirst()
        .orElse(calibration.roofs().getLast());
  }

  private static Roof of(Calibration.Roof roof) {
    return new Roof(
        "processor, " + roof.threads() + (roof.threads() == 1 ? " thread" : " threads"),
        roof.gigaflopsPerSecond(),
        roof.gigabytesPerSecond());
  }

  private static Roof of(Calibration.Device device, String precision) {
    return switch (precision) {
      case FLOAT32 ->
          new Roof(
              device(device) + ", float32",
              device.gigaflopsPerSecond(),
              device.gigabytesPerSecond());
      case TF32 ->
          new Roof(
              device(device) + ", product in TF32",
              device.tf32ProductGigaflopsPerSecond(),
              device.gigabytesPerSecond());
      default -> new Roof(device(device) + ", " + precision, null, device.gigabytesPerSecond());
    };
  }
}

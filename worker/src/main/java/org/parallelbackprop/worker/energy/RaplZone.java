package org.parallelbackprop.worker.energy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.parallelbackprop.results.Energy;

/**
 * A zone of the processor's Running Average Power Limit, which counts energy, as Linux shows it
 * ({@code Documentation/power/powercap/powercap.rst}; the driver {@code intel-rapl} is AMD's too).
 *
 * <p>Zones that count are packages and, where they have a counter of their own, the memory behind
 * them. Cores and uncore are parts of a package, and {@code psys} is a whole that holds packages:
 * adding them would count twice. The same packages over memory-mapped registers ({@code
 * intel-rapl-mmio}) are left out for the same reason. Since Linux 5.10 only root may read the
 * counters unless somebody changes that.
 */
final class RaplZone implements EnergyCounter {

  private static final double MICRO = 1e-6;

  private final String name;
  private final Energy.Part part;
  private final Path counter;
  private final double range;

  private RaplZone(String name, Energy.Part part, Path counter, double range) {
    this.name = name;
    this.part = part;
    this.counter = counter;
    this.range = range;
  }

  /**
   * The zones whose counters can be read.
   *
   * @param powercap where Linux shows them, {@code /sys/class/powercap}
   */
  static List<RaplZone> in(Path powercap) {
    TreeSet<Path> folders = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(powercap, "intel-rapl:*")) {
      all.forEach(folders::add);
    } catch (IOException e) {
      // Another operating system, or a kernel or container without RAPL: no zones.
      return List.of();
    }
    List<RaplZone> zones = new ArrayList<>();
    for (Path folder : folders) {
      try {
        String zone = Files.readString(folder.resolve("name")).strip();
        Energy.Part part =
            zone.startsWith("package")
                ? Energy.Part.PROCESSOR
                : zone.equals("dram") ? Energy.Part.MEMORY : null;
        if (part != null) {
          Path counter = folder.resolve("energy_uj");
          double range = MICRO * number(folder.resolve("max_energy_range_uj"));
          double _ = number(counter);
          zones.add(new RaplZone(folder.getFileName() + " " + zone, part, counter, range));
        }
      } catch (IOException | NumberFormatException e) {
        // A counter that this process may not read tells nothing.
      }
    }
    return zones;
  }

  private static double number(Path file) throws IOException {
    return Long.parseUnsignedLong(Files.readString(file).strip());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Energy.Part part() {
    return part;
  }

  @Override
  public OptionalDouble joules() {
    try {
      return OptionalDouble.of(MICRO * number(counter));
    } catch (IOException | NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  @Override
  public double range() {
    return range;
  }

  @Override
  public void close() {}
}

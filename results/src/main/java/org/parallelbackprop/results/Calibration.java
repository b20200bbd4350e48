package org.parallelbackprop.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machine can do at most, measured where and when the runs were done; {@code
 * calibration.json}.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param measuredAt when, ISO 8601 in UTC
 * @param roofs of the processors, one for each number of threads that was tried
 * @param devices of the devices that engines of the grid compute on; empty where there are none or
 *     they could not be measured
 */
public record Calibration(int schema, String measuredAt, List<Roof> roofs, List<Device> devices) {

  /** Version of the format that this release writes; 1 knew no devices. */
  public static final int SCHEMA = 2;

  public Calibration {
    SchemaVersion.require(SCHEMA, schema);
    Check.atLeast("number of roofs", 1, roofs.size());
    roofs = List.copyOf(roofs);
    devices = List.copyOf(devices);
  }

  /** The same with a device more. */
  public Calibration with(Device device) {
    List<Device> more = new ArrayList<>(devices);
    more.add(device);
    return new Calibration(schema, measuredAt, roofs, more);
  }

  /**
   * Reads a file of this schema or of the first.
   *
   * @throws CorruptFileException if it is neither
   * @throws IOException if it cannot be read
   */
  public static Calibration read(Path file) throws IOException {
    try {
      return Json.read(file, Calibration.class);
    } catch (CorruptFileException e) {
      try {
        WithoutDevices first = Json.read(file, WithoutDevices.class);
        return new Calibration(SCHEMA, first.measuredAt, first.roofs, List.of());
      } catch (CorruptFileException _) {
        throw e;
      }
    }
  }

  /** The first schema. */
  record WithoutDevices(int schema, String measuredAt, List<Roof> roofs) {
    WithoutDevices {
      SchemaVersion.require(1, schema);
    }
  }

  /**
   * The limits for a number of threads.
   *
   * @param threads how many ran at once
   * @param gigaflopsPerSecond 10⁹ float32 operations per second in fused multiply-adds, each of
   *     which counts as two, on registers
   * @param gigabytesPerSecond 10⁹ bytes per second of a[i] = b[i] + s·c[i] over arrays that no
   *     cache holds, 12 bytes for each i (McCalpin's STREAM triad)
   */
  public record Roof(int threads, double gigaflopsPerSecond, double gigabytesPerSecond) {
    public Roof {
      Check.atLeast("threads", 1, threads);
      Check.positive("gigaflops per second", gigaflopsPerSecond);
      Check.positive("gigabytes per second", gigabytesPerSecond);
    }
  }

  /**
   * The limits of a device.
   *
   * @param name as its maker calls it
   * @param pciBusId its place on the PCI bus as CUDA writes it, which tells it from others of its
   *     name
   * @param measuredAt when, ISO 8601 in UTC
   * @param gigaflopsPerSecond as of {@link Roof}
   * @param tf32ProductGigaflopsPerSecond 10⁹ operations per second of the fastest large matrix
   *     product on tensor cores with factors in TF32; null without a library for it
   * @param gigabytesPerSecond as of {@link Roof}
   */
  public record Device(
      String name,
      String pciBusId,
      String measuredAt,
      double gigaflopsPerSecond,
      @Nullable Double tf32ProductGigaflopsPerSecond,
      double gigabytesPerSecond) {
    public Device {
      Check.positive("gigaflops per second", gigaflopsPerSecond);
      if (tf32ProductGigaflopsPerSecond != null) {
        Check.positive("tf32 product gigaflops per second", tf32ProductGigaflopsPerSecond);
      }
      Check.positive("gigabytes per second", gigabytesPerSecond);
    }
  }
}

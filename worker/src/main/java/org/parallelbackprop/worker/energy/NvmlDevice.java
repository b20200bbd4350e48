package org.parallelbackprop.worker.energy;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.parallelbackprop.results.Energy;

/**
 * A GPU's own count of the energy of its board since the driver was loaded, from NVIDIA's
 * management library ("NVML API Reference Guide", nvmlDeviceGetTotalEnergyConsumption; Volta and
 * newer). The library comes with the driver.
 */
final class NvmlDevice implements EnergyCounter {

  /** What the driver installs. */
  private static final String LIBRARY = "libnvidia-ml.so.1";

  private static final int SUCCESS = 0;
  private static final double MILLI = 1e-3;

  private final String busId;
  private final MethodHandle totalEnergy;
  private final MethodHandle shutdown;
  private final MemorySegment device;
  private final MemorySegment millijoules;

  private NvmlDevice(
      String busId,
      MethodHandle totalEnergy,
      MethodHandle shutdown,
      MemorySegment device,
      MemorySegment millijoules) {
    this.busId = busId;
    this.totalEnergy = totalEnergy;
    this.shutdown = shutdown;
    this.device = device;
    this.millijoules = millijoules;
  }

  /**
   * The GPU at a place of the PCI bus; empty without NVIDIA's library or such a GPU, or if it does
   * not count.
   *
   * @param busId as CUDA names it, e.g. {@code 0000:3B:00.0}
   */
  @SuppressWarnings("restricted") // workers are started with native access
  static Optional<NvmlDevice> at(String busId) {
    try {
      return at(busId, SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
    } catch (IllegalArgumentException e) {
      // There is no NVIDIA driver, or it is no library that can be loaded.
      return Optional.empty();
    }
  }

  /** The same, from a library that is given. */
  @SuppressWarnings("restricted") // workers are started with native access
  static Optional<NvmlDevice> at(String busId, SymbolLookup library) {
    try {
      MethodHandle init = function(library, "nvmlInit_v2");
      MethodHandle shutdown = function(library, "nvmlShutdown");
      MethodHandle handle =
          function(
              library,
              "nvmlDeviceGetHandleByPciBusId_v2",
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS);
      MethodHandle totalEnergy =
          function(
              library,
              "nvmlDeviceGetTotalEnergyConsumption",
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS);
      if ((int) init.invokeExact() != SUCCESS) {
        return Optional.empty();
      }
      Arena arena = Arena.ofAuto();
      MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
      int result = (int) handle.invokeExact(arena.allocateFrom(busId), found);
      NvmlDevice device =
          new NvmlDevice(
              busId,
              totalEnergy,
              shutdown,
              found.get(ValueLayout.ADDRESS, 0),
              arena.allocate(ValueLayout.JAVA_LONG));
      if (result == SUCCESS && device.joules().isPresent()) {
        return Optional.of(device);
      }
      device.close();
      return Optional.empty();
    } catch (NoSuchElementException e) {
      // A driver from before these functions.
      return Optional.empty();
    } catch (Throwable e) {
      throw new LinkageError("NVML's functions can be called", e);
    }
  }

  @SuppressWarnings("restricted") // workers are started with native access
  private static MethodHandle function(
      SymbolLookup library, String name, ValueLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            library.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  @Override
  public String name() {
    return "nvml " + busId;
  }

  @Override
  public Energy.Part part() {
    return Energy.Part.GPU;
  }

  @Override
  public OptionalDouble joules() {
    try {
      return (int) totalEnergy.invokeExact(device, millijoules) == SUCCESS
          ? OptionalDouble.of(MILLI * millijoules.get(ValueLayout.JAVA_LONG, 0))
          : OptionalDouble.empty();
    } catch (Throwable e) {
      throw new LinkageError("NVML's functions can be called", e);
    }
  }

  @Override
  public double range() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public void close() {
    try {
      int _ = (int) shutdown.invokeExact();
    } catch (Throwable e) {
      throw new LinkageError("NVML's functions can be called", e);
    }
  }
}

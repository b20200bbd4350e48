package org.parallelbackprop.worker.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Energy;

final class NvmlDeviceTest {

  /** Sums of a few numbers of three decimals below 10. */
  private static final double ROUNDING = 8 * Math.ulp(10.0);

  @TempDir Path folder;

  @SuppressWarnings("restricted")
  private static Optional<NvmlDevice> device(Path library, String busId) {
    return NvmlDevice.at(busId, SymbolLookup.libraryLookup(library, Arena.global()));
  }

  @Test
  void aGpuTellsItsEnergyInJoules() throws IOException, InterruptedException {
    try (NvmlDevice device = device(NvmlStandIn.build(folder), NvmlStandIn.BUS_ID).orElseThrow()) {
      assertThat(device.part()).isEqualTo(Energy.Part.GPU);
      assertThat(device.name()).contains(NvmlStandIn.BUS_ID);
      double before = device.joules().orElseThrow();
      double after = device.joules().orElseThrow();
      assertThat(after - before).isCloseTo(NvmlStandIn.STEP, within(ROUNDING));
      assertThat(device.range()).isInfinite();
    }
  }

  @Test
  void anotherPlaceOfTheBusHasNoGpu() throws IOException, InterruptedException {
    assertThat(device(NvmlStandIn.build(folder), "0000:00:00.0")).isEmpty();
  }

  @Test
  void aLibraryWithoutTheFunctionsIsNone() {
    SymbolLookup empty = name -> Optional.empty();
    assertThat(NvmlDevice.at(NvmlStandIn.BUS_ID, empty)).isEmpty();
  }
}

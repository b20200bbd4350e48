package org.parallelbackprop.worker.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Energy;

/** Folders as Linux 6 shows them on a server with two packages and on a laptop. */
final class RaplZoneTest {

  @TempDir Path powercap;

  private Path zone(String folder, String name, String microjoules) throws IOException {
    Path zone = Files.createDirectories(powercap.resolve(folder));
    Files.writeString(zone.resolve("name"), name + "\n");
    Files.writeString(zone.resolve("max_energy_range_uj"), "262143328850\n");
    Files.writeString(zone.resolve("energy_uj"), microjoules + "\n");
    return zone;
  }

  @Test
  void packagesAndTheirMemoryCountAndPartsOrWholesOfThemDoNot() throws IOException {
    Files.createDirectories(powercap.resolve("intel-rapl"));
    zone("intel-rapl:0", "package-0", "1500000");
    zone("intel-rapl:0:0", "core", "1000000");
    zone("intel-rapl:0:1", "dram", "250000");
    zone("intel-rapl:1", "package-1", "2000000");
    zone("intel-rapl:2", "psys", "9000000");
    zone("intel-rapl-mmio:0", "package-0", "1500000");

    List<RaplZone> zones = RaplZone.in(powercap);
    assertThat(zones)
        .extracting(RaplZone::name, RaplZone::part, zone -> zone.joules().orElseThrow())
        .containsExactlyInAnyOrder(
            tuple("intel-rapl:0 package-0", Energy.Part.PROCESSOR, 1.5),
            tuple("intel-rapl:0:1 dram", Energy.Part.MEMORY, 0.25),
            tuple("intel-rapl:1 package-1", Energy.Part.PROCESSOR, 2.0));
    assertThat(zones).allMatch(zone -> Math.rint(zone.range()) == 262_143);
  }

  @Test
  void aCounterThatCannotBeReadIsNone() throws IOException {
    Files.delete(zone("intel-rapl:0", "package-0", "1").resolve("energy_uj"));
    zone("intel-rapl:1", "package-1", "no number");
    assertThat(RaplZone.in(powercap)).isEmpty();
    assertThat(RaplZone.in(powercap.resolve("absent"))).isEmpty();
  }

  @Test
  void aCounterThatCanNoLongerBeReadTellsNothing() throws IOException {
    Path zone = zone("intel-rapl:0", "package-0", "1");
    RaplZone counter = RaplZone.in(powercap).getFirst();
    Files.delete(zone.resolve("energy_uj"));
    assertThat(counter.joules()).isEmpty();
  }
}

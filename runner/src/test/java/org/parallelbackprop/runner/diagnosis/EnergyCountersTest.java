package org.parallelbackprop.runner.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnergyCountersTest {

  @TempDir Path root;

  private Path processor() throws IOException {
    return Files.createDirectories(root.resolve("sys/class/powercap/intel-rapl:0"));
  }

  @Test
  void countersThatCanBeReadNeedNothing() throws IOException {
    Files.writeString(processor().resolve("energy_uj"), "12345\n");
    Finding finding = EnergyCounters.finding(root);
    assertThat(finding.fact()).contains("can be read");
    assertThat(finding.remedy()).isNull();
  }

  @Test
  void countersThatCannotBeReadHaveARemedy() throws IOException {
    // A folder cannot be read as a file by anybody, root included.
    Files.createDirectories(processor().resolve("energy_uj"));
    assertThat(EnergyCounters.finding(root).remedy()).contains("chmod a+r");
  }

  @Test
  void aMachineWithoutCountersIsNotTroubled() {
    Finding finding = EnergyCounters.finding(root);
    assertThat(finding.fact()).startsWith("none");
    assertThat(finding.remedy()).isNull();
  }
}

package org.parallelbackprop.runner.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NoiseTest {

  @TempDir Path root;

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content + "\n");
  }

  @Test
  void aNoisyMachineIsToldWhatToDo() throws IOException {
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
    write("sys/devices/system/cpu/intel_pstate/no_turbo", "0");
    write("sys/devices/system/cpu/smt/active", "1");
    write("sys/fs/cgroup/cpu.max", "150000 100000");
    write("proc/meminfo", "MemTotal: 100 kB\nSwapTotal: 4096 kB\nSwapFree: 1024 kB");
    assertThat(new Noise(root).findings())
        .filteredOn(finding -> !finding.subject().equals("load"))
        .allSatisfy(finding -> assertThat(finding.remedy()).as(finding.subject()).isNotNull())
        .extracting(Finding::subject)
        .containsExactly(
            "frequency governor", "turbo", "hardware threads", "processor quota", "swap");
    assertThat(new Noise(root).findings()).extracting(Finding::fact).contains("3 MiB in use");
  }

  @Test
  void aQuietMachineNeedsNothing() throws IOException {
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
    write("sys/devices/system/cpu/cpufreq/boost", "0");
    write("sys/devices/system/cpu/smt/active", "0");
    write("sys/fs/cgroup/cpu.max", "max 100000");
    write("proc/meminfo", "SwapTotal: 4096 kB\nSwapFree: 4096 kB");
    assertThat(new Noise(root).findings())
        .filteredOn(finding -> !finding.subject().equals("load"))
        .hasSize(4)
        .allSatisfy(finding -> assertThat(finding.remedy()).as(finding.subject()).isNull());
  }

  @Test
  void whatTheSystemDoesNotTellIsNotGuessed() {
    assertThat(new Noise(root).findings()).extracting(Finding::subject).containsExactly("load");
    assertThat(Noise.load(-1, 2).remedy()).isNull();
  }

  @Test
  void aQuarterOfTheProcessorsMayBeBusy() {
    assertThat(Noise.load(0.5, 2).remedy()).isNull();
    assertThat(Noise.load(0.51, 2).remedy()).contains("wait");
  }
}

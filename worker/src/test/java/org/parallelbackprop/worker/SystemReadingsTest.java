package org.parallelbackprop.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Conditions;

final class SystemReadingsTest {

  @TempDir private Path root;

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content + "\n");
  }

  private Conditions read() {
    return new SystemReadings(root, root).now();
  }

  @Test
  void linuxTellsAll() throws IOException {
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
    write("sys/devices/system/cpu/intel_pstate/no_turbo", "0");
    write("sys/devices/system/cpu/smt/active", "1");
    write("proc/self/cgroup", "0::/slice/scope");
    write("sys/fs/cgroup/slice/cpu.max", "150000 100000");
    write("sys/fs/cgroup/slice/scope/cpu.max", "max 100000");
    write("sys/fs/cgroup/slice/scope/cpu.stat", "usage_usec 7\nnr_throttled 12");
    write("proc/self/status", "Name: java\nCpus_allowed_list:\t0-3,8");
    write("proc/meminfo", "MemAvailable: 2048 kB\nSwapTotal: 4096 kB\nSwapFree: 1024 kB");
    write("proc/vmstat", "pgfault 9\npswpin 3\npswpout 4");
    write("proc/stat", "cpu  1 2 3 4 5 6 7 250 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0");
    write("proc/1/environ", "PATH=/bin\0container=lxc\0");

    Conditions read = read();
    assertThat(read.processors())
        .isEqualTo(new Conditions.Processors("powersave", true, true, 1.5, 5, "lxc"));
    assertThat(read.space().freeMemoryBytes()).isEqualTo(2L << 20);
    assertThat(read.space().swapUsedBytes()).isEqualTo(3L << 20);
    assertThat(read.space().freeDiskBytes()).isPositive();
    assertThat(read.counters()).isEqualTo(new Conditions.Counters(7L, 12L, 2.5));
    assertThat(read.sentinelSeconds()).isPositive();
    assertThat(read.gpus()).isEmpty();
  }

  @Test
  void theFirstVersionOfControlGroupsIsReadToo() throws IOException {
    write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000");
    write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
    assertThat(read().processors().quota()).isEqualTo(0.5);

    write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");
    assertThat(read().processors().quota()).isNull();
  }

  @Test
  void aControlGroupCannotLeadElsewhere() throws IOException {
    write("proc/self/cgroup", "0::/../../../elsewhere");
    write("elsewhere/cpu.max", "50000 100000");
    assertThat(read().processors().quota()).isNull();
  }

  @Test
  void whatTheSystemDoesNotTellIsNotGuessed() {
    assertThat(read().processors())
        .isEqualTo(new Conditions.Processors(null, null, null, null, null, null));
    assertThat(read().counters()).isEqualTo(new Conditions.Counters(null, null, null));
  }
}

package org.parallelbackprop.worker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.results.Conditions;

/**
 * Reads the conditions of this moment from Linux' files; on other systems only the load, the disk
 * and the sentinel are known.
 *
 * <p>What is looked at, and why, follows pyperf's {@code system} command and Google Benchmark's
 * guide "Reducing variance in benchmarks".
 */
final class SystemReadings {

  private static final long BYTES_PER_KIB = 1024;

  /** {@code /proc/stat} counts in hundredths of a second on every Linux (USER_HZ). */
  private static final double TICKS_PER_SECOND = 100;

  /** Position of "steal" after the word "cpu". */
  private static final int STEAL = 8;

  private final Path root;
  private final Path disk;

  /**
   * Readings of a machine.
   *
   * @param root the root folder of its file system
   * @param disk a folder of the disk whose room is of interest
   */
  SystemReadings(Path root, Path disk) {
    this.root = root;
    this.disk = disk;
  }

  /** Reads all, which takes less than a second. */
  Conditions now() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Conditions(
        Sentinel.seconds(),
        load < 0 ? null : load,
        processors(),
        new Conditions.Space(kibibytes("MemAvailable").orElse(null), swapUsed(), freeDisk()),
        new Conditions.Counters(swappedPages(), throttledPeriods(), stolenSeconds()),
        new Gpus(root).lines());
  }

  private Conditions.Processors processors() {
    return new Conditions.Processors(
        read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").orElse(null),
        read("sys/devices/system/cpu/intel_pstate/no_turbo")
            .map(off -> off.equals("0"))
            .or(() -> read("sys/devices/system/cpu/cpufreq/boost").map(on -> on.equals("1")))
            .orElse(null),
        read("sys/devices/system/cpu/smt/active").map(active -> active.equals("1")).orElse(null),
        quota().orElse(null),
        status("Cpus_allowed_list").map(SystemReadings::count).orElse(null),
        container().orElse(null));
  }

  /** The smallest quota of the process's control group and those around it. */
  private Optional<Double> quota() {
    return controlGroups()
        .flatMap(group -> read(group + "/cpu.max").stream())
        .flatMap(limit -> quota(limit).stream())
        .min(Double::compare)
        .or(() ->
            read("sys/fs/cgroup/cpu/cpu.cfs_quota_us")
                .flatMap(quota ->
                    read("sys/fs/cgroup/cpu/cpu.cfs_period_us")
                        .flatMap(period -> quota(quota + " " + period))));
  }

  /** {@code 150000 100000} is one and a half processors; {@code max} or −1 is no quota. */
  private static Optional<Double> quota(String limit) {
    String[] words = limit.split(" ", -1);
    return words.length == 2 && words[0].matches("[0-9]+") && words[1].matches("[1-9][0-9]*")
        ? Optional.of(Double.parseDouble(words[0]) / Double.parseDouble(words[1]))
        : Optional.empty();
  }

  /** Folders of the process's control group and of those around it (version 2). */
  private Stream<String> controlGroups() {
    String own =
        read("proc/self/cgroup").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("0::/"))
            .map(line -> line.substring("0::/".length()))
            .findFirst()
            .orElse("");
    Path top = Path.of("sys/fs/cgroup");
    Path group = top.resolve(own).normalize();
    // Seen from another namespace, a group can be called /../elsewhere.
    Path inside = group.startsWith(top) ? group : top;
    return Stream.iterate(inside, each -> each.startsWith(top), Path::getParent)
        .map(Path::toString);
  }

  private Optional<String> container() {
    if (Files.exists(root.resolve(".dockerenv"))) {
      return Optional.of("docker");
    }
    return Files.exists(root.resolve("run/.containerenv"))
        ? Optional.of("podman")
        : read("proc/1/environ").stream()
            .flatMap(environment -> Arrays.stream(environment.split("\0", -1)))
            .filter(variable -> variable.startsWith("container="))
            .map(variable -> variable.substring("container=".length()))
            .filter(kind -> kind.matches("[a-z-]{1,32}"))
            .findFirst();
  }

  private @Nullable Long swapUsed() {
    return kibibytes("SwapTotal")
        .flatMap(total -> kibibytes("SwapFree").map(free -> total - free))
        .orElse(null);
  }

  private @Nullable Long freeDisk() {
    try {
      return Files.getFileStore(disk).getUsableSpace();
    } catch (IOException _) {
      // Some network file systems do not tell.
      return null;
    }
  }

  private @Nullable Long swappedPages() {
    List<Long> counts =
        read("proc/vmstat").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("pswpin ") || line.startsWith("pswpout "))
            .flatMap(line -> number(line.substring(line.indexOf(' ') + 1)).stream())
            .toList();
    return counts.isEmpty() ? null : counts.stream().mapToLong(Long::longValue).sum();
  }

  private @Nullable Long throttledPeriods() {
    return controlGroups()
        .flatMap(group -> read(group + "/cpu.stat").stream())
        .flatMap(String::lines)
        .filter(line -> line.startsWith("nr_throttled "))
        .flatMap(line -> number(line.substring("nr_throttled ".length())).stream())
        .max(Long::compare)
        .orElse(null);
  }

  private @Nullable Double stolenSeconds() {
    return read("proc/stat").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("cpu "))
        .map(line -> line.split(" +", -1))
        .filter(fields -> fields.length > STEAL)
        .flatMap(fields -> number(fields[STEAL]).stream())
        .map(ticks -> ticks / TICKS_PER_SECOND)
        .findFirst()
        .orElse(null);
  }

  /** A line of {@code /proc/meminfo}, in bytes. */
  private Optional<Long> kibibytes(String name) {
    return read("proc/meminfo").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name + ":"))
        .flatMap(line -> number(line.replaceAll("[^0-9]", "")).stream())
        .map(kibibytes -> kibibytes * BYTES_PER_KIB)
        .findFirst();
  }

  private Optional<String> status(String name) {
    return read("proc/self/status").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** Members of a list such as {@code 0-3,8}. */
  private static int count(String list) {
    int count = 0;
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
    return count;
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file)).strip());
    } catch (IOException _) {
      // Not Linux, or a kernel or container without this file: then nothing is known about it.
      return Optional.empty();
    }
  }
}

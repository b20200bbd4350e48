package org.parallelbackprop.runner.diagnosis;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What on this machine makes times differ from run to run, as far as Linux tells; on other systems
 * only the load is known.
 *
 * <p>What is looked at, and why, follows pyperf's {@code system} command and Google Benchmark's
 * guide "Reducing variance in benchmarks".
 */
public final class Noise {

  /** More runnable threads than this share of the processors is other people's work. */
  private static final double BUSY = 0.25;

  private final Path root;

  /**
   * Looks at a machine.
   *
   * @param root the root folder of its file system
   */
  public Noise(Path root) {
    this.root = root;
  }

  /** All that was found, in a fixed order. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        load(
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Runtime.getRuntime().availableProcessors()));
    governor().ifPresent(findings::add);
    turbo().ifPresent(findings::add);
    multithreading().ifPresent(findings::add);
    quota().ifPresent(findings::add);
    swap().ifPresent(findings::add);
    return findings;
  }

  static Finding load(double runnable, int processors) {
    if (runnable < 0) {
      return Finding.good("load", "not known on this system");
    }
    String fact =
        String.format(
            Locale.ROOT,
            "%.2f runnable threads over the last minute on %d processors",
            runnable,
            processors);
    return runnable > BUSY * processors
        ? new Finding("load", fact, "Other work is running; wait until it is done.")
        : Finding.good("load", fact);
  }

  private Optional<Finding> governor() {
    return read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
        .map(governor ->
            governor.equals("performance")
                ? Finding.good("frequency governor", governor)
                : new Finding(
                    "frequency governor",
                    governor,
                    "Set it to performance: sudo cpupower frequency-set --governor"
                        + " performance."));
  }

  private Optional<Finding> turbo() {
    return read("sys/devices/system/cpu/intel_pstate/no_turbo")
        .map(off -> off.equals("0"))
        .or(() -> read("sys/devices/system/cpu/cpufreq/boost").map(on -> on.equals("1")))
        .map(on ->
            on
                ? new Finding(
                    "turbo",
                    "on: clocks depend on temperature and on the number of busy cores",
                    "Switch it off for comparisons over threads (BIOS, or the kernel's"
                        + " no_turbo or boost).")
                : Finding.good("turbo", "off"));
  }

  private Optional<Finding> multithreading() {
    return read("sys/devices/system/cpu/smt/active")
        .map(active ->
            active.equals("1")
                ? new Finding(
                    "hardware threads",
                    "two or more share a core",
                    "Ask for at most as many threads as there are cores.")
                : Finding.good("hardware threads", "one for each core"));
  }

  private Optional<Finding> quota() {
    return read("sys/fs/cgroup/cpu.max")
        .filter(limit -> !limit.startsWith("max"))
        .map(limit ->
            new Finding(
                "processor quota",
                "the control group may use " + limit + " microseconds (quota, period)",
                "Lift the quota: threads are put to sleep when it is used up."));
  }

  private Optional<Finding> swap() {
    Optional<Long> total = memory("SwapTotal");
    Optional<Long> free = memory("SwapFree");
    if (total.isEmpty() || free.isEmpty()) {
      return Optional.empty();
    }
    long usedMebibytes = (total.get() - free.get()) / 1024;
    return Optional.of(
        usedMebibytes > 0
            ? new Finding(
                "swap", usedMebibytes + " MiB in use", "Free memory before timing anything.")
            : Finding.good("swap", "not in use"));
  }

  /** A line of {@code /proc/meminfo}, in KiB. */
  private Optional<Long> memory(String name) {
    return read("proc/meminfo").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> Long.valueOf(line.replaceAll("[^0-9]", "")))
        .findFirst();
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

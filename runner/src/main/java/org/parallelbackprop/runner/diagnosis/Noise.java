package org.parallelbackprop.runner.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.parallelbackprop.results.Conditions;

/** What on this machine makes times differ from run to run, and what to do about it. */
public final class Noise {

  /** More runnable threads than this share of the processors is other people's work. */
  private static final double BUSY = 0.25;

  /** What the JVM of a worker takes. */
  private static final long WORKER_BYTES = 2L << 30;

  private static final double BYTES_PER_GIB = 1L << 30;
  private static final long BYTES_PER_MIB = 1L << 20;

  private final Conditions conditions;
  private final int processors;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Judges.
   *
   * @param conditions what was read
   * @param processors how many this process may use
   */
  public Noise(Conditions conditions, int processors) {
    this.conditions = conditions;
    this.processors = processors;
  }

  /** All that was found, in a fixed order; what the system does not tell is left out. */
  public List<Finding> findings() {
    findings.clear();
    load();
    governor();
    turbo();
    sharedCores();
    quota();
    memory();
    swap();
    container();
    conditions.gpus().forEach(gpu -> findings.add(Finding.good("GPU", gpu)));
    return List.copyOf(findings);
  }

  private void load() {
    Double load = conditions.loadAverage1Min();
    if (load == null) {
      findings.add(Finding.good("load", "not known on this system"));
      return;
    }
    String fact =
        String.format(
            Locale.ROOT,
            "%.2f runnable threads over the last minute on %d processors",
            load,
            processors);
    findings.add(
        load > BUSY * processors
            ? new Finding("load", fact, "Other work is running; wait until it is done.")
            : Finding.good("load", fact));
  }

  private void governor() {
    String governor = conditions.processors().governor();
    if (governor != null) {
      findings.add(
          governor.equals("performance")
              ? Finding.good("frequency governor", governor)
              : new Finding(
                  "frequency governor",
                  governor,
                  "Set it to performance: sudo cpupower frequency-set --governor performance."));
    }
  }

  private void turbo() {
    Boolean turbo = conditions.processors().turbo();
    if (turbo != null) {
      findings.add(
          turbo
              ? new Finding(
                  "turbo",
                  "on: clocks depend on temperature and on the number of busy cores",
                  "Switch it off for comparisons over threads (BIOS, or the kernel's no_turbo or"
                      + " boost).")
              : Finding.good("turbo", "off"));
    }
  }

  private void sharedCores() {
    Boolean shared = conditions.processors().sharedCores();
    if (shared != null) {
      findings.add(
          shared
              ? new Finding(
                  "hardware threads",
                  "two or more share a core",
                  "Ask for at most as many threads as there are cores.")
              : Finding.good("hardware threads", "one for each core"));
    }
  }

  private void quota() {
    Double quota = conditions.processors().quota();
    if (quota != null) {
      findings.add(
          new Finding(
              "processor quota",
              String.format(
                  Locale.ROOT, "the control group may use the time of %.2f processors", quota),
              "Lift the quota, or ask for fewer threads: all are put to sleep when it is used"
                  + " up."));
    }
    Integer allowed = conditions.processors().allowed();
    if (allowed != null) {
      findings.add(
          Finding.good(
              "processors allowed", allowed + " (cpuset and affinity); more threads share them"));
    }
  }

  private void memory() {
    Long free = conditions.space().freeMemoryBytes();
    if (free != null) {
      String fact = String.format(Locale.ROOT, "%.1f GiB", free / BYTES_PER_GIB);
      findings.add(
          free < WORKER_BYTES
              ? new Finding(
                  "free memory",
                  fact,
                  "A run's JVM takes 2 GiB: free some, or set execution: {jvm-arguments: [-Xms…,"
                      + " -Xmx…]}.")
              : Finding.good("free memory", fact));
    }
  }

  private void swap() {
    Long used = conditions.space().swapUsedBytes();
    if (used != null) {
      findings.add(
          used >= BYTES_PER_MIB
              ? new Finding(
                  "swap",
                  used / BYTES_PER_MIB + " MiB in use",
                  "Free memory before timing anything.")
              : Finding.good("swap", "not in use"));
    }
  }

  private void container() {
    String container = conditions.processors().container();
    if (container != null) {
      findings.add(
          Finding.good(
              "container", container + ": what else the host runs cannot be seen from here"));
    }
  }
}

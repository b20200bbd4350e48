package org.parallelbackprop.runner.diagnosis;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether runs can leave the energy that the processor used. */
public final class EnergyCounters {

  private static final String SUBJECT = "energy counters";

  private EnergyCounters() {}

  /**
   * Looks at a machine.
   *
   * @param root the root folder of its file system
   */
  public static Finding finding(Path root) {
    int found = 0;
    int readable = 0;
    try (DirectoryStream<Path> packages =
        Files.newDirectoryStream(root.resolve("sys/class/powercap"), "intel-rapl:?")) {
      for (Path each : packages) {
        found++;
        readable += isReadable(each.resolve("energy_uj")) ? 1 : 0;
      }
    } catch (IOException e) {
      // Another operating system, or a kernel or container without RAPL.
    }
    if (found == 0) {
      return Finding.good(SUBJECT, "none of the processor's that this system shows");
    }
    return readable == found
        ? Finding.good(
            SUBJECT, "the processor's can be read: runs leave the energy of their epochs")
        : new Finding(
            SUBJECT,
            "the processor's are there, and this user may not read them",
            "To have energy in reports: sudo chmod a+r"
                + " /sys/class/powercap/intel-rapl:*/energy_uj, after every start of the machine.");
  }

  /** Tries it: what a security module forbids looks readable. */
  private static boolean isReadable(Path counter) {
    try {
      return !Files.readString(counter).isBlank();
    } catch (IOException e) {
      return false;
    }
  }
}

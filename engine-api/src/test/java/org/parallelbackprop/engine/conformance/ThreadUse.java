package org.parallelbackprop.engine.conformance;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How much processor time the threads of this process took over some time. The JVM's own threads,
 * which compile and collect, are left out.
 *
 * @param wallSeconds how long it was
 * @param callerSeconds processor time of the thread that asks
 * @param busiestSeconds processor time of that of the other threads that took most
 * @param furtherSeconds processor time of all further threads
 * @param busyThreads threads that took any
 */
record ThreadUse(
    double wallSeconds,
    double callerSeconds,
    double busiestSeconds,
    double furtherSeconds,
    int busyThreads) {

  private static final Path THREADS = Path.of("/proc/self/task");

  /** Fields of /proc/…/stat after the name, from 0: utime and stime, in ticks (proc(5)). */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /** One tick as Linux hands it to programs, whatever the kernel's own is. */
  private static final double TICK_SECONDS = 0.01;

  /** Whether the operating system tells. */
  static boolean canBeMeasured() {
    return Files.isDirectory(THREADS);
  }

  /** What happened since {@link #ticks()} was asked by the same thread. */
  static ThreadUse since(Map<String, Long> before, double wallSeconds) throws IOException {
    String caller = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
    long own = 0;
    long others = 0;
    long most = 0;
    int busy = 0;
    for (Map.Entry<String, Long> thread : ticks().entrySet()) {
      long ticks = thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      if (thread.getKey().equals(caller)) {
        own = ticks;
      } else {
        others += ticks;
        most = Math.max(most, ticks);
      }
      busy += ticks > 0 ? 1 : 0;
    }
    return new ThreadUse(
        wallSeconds, own * TICK_SECONDS, most * TICK_SECONDS, (others - most) * TICK_SECONDS, busy);
  }

  /** Ticks that every thread has taken so far. */
  static Map<String, Long> ticks() throws IOException {
    Map<String, Long> ticks = new HashMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        String stat;
        try {
          stat = Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
          continue; // it has ended
        }
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        if (!isOfTheJvm(name)) {
          ticks.put(
              thread.getFileName().toString(),
              Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
        }
      }
    }
    return ticks;
  }

  private static boolean isOfTheJvm(String name) {
    return name.startsWith("C1 ")
        || name.startsWith("C2 ")
        || name.startsWith("VM ")
        || name.startsWith("Sweeper")
        || name.startsWith("GC ");
  }

  /** Processor time of all threads. */
  double processorSeconds() {
    return callerSeconds + busiestSeconds + furtherSeconds;
  }

  /** Share that the busiest thread, whichever it is, has in all processor time. */
  double shareOfBusiest() {
    return Math.max(callerSeconds, busiestSeconds) / processorSeconds();
  }

  /** How far off a processor time may be: a tick at either end of every thread that took any. */
  double uncertaintySeconds() {
    return 2 * TICK_SECONDS * busyThreads;
  }

  /** The inverse of {@link #print}. */
  static ThreadUse parse(String line) {
    String[] words = line.split(" ", -1);
    return new ThreadUse(
        Double.parseDouble(words[0]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Integer.parseInt(words[4]));
  }

  /** One line. */
  String print() {
    return wallSeconds
        + " "
        + callerSeconds
        + " "
        + busiestSeconds
        + " "
        + furtherSeconds
        + " "
        + busyThreads;
  }
}

package org.parallelbackprop.runner.toolkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.parallelbackprop.engine.Availability;

/**
 * Native libraries that are too large to be fetched by everybody: Maven fetches them when an
 * experiment first asks for an engine of their room.
 *
 * @param home the checkout
 * @param room the engine's room, whose profile {@value #PROFILE} fills its {@code on-demand} folder
 *     and leaves the file {@value #MARKER} in it when all is there
 */
record OnDemandLibraries(Path home, Room room) {

  static final String PROFILE = "on-demand";
  static final String MARKER = "complete";

  /** A registry that says nothing for so long is taken to be out of reach. */
  private static final long SILENCE_MILLIS = 30_000;

  /** 150 MB at 1 Mbit/s. */
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /** Whether nothing is left to be fetched. */
  boolean arePresent() {
    return Files.exists(room.onDemandFolder().resolve(MARKER));
  }

  /** The command that fetches them. */
  List<String> command() {
    return List.of(
        "mvn",
        "--file",
        home.resolve("pom.xml").toString(),
        "--projects",
        room.name(),
        "--activate-profiles",
        PROFILE,
        "-DskipTests",
        "process-resources");
  }

  /**
   * Fetches them, showing Maven's own progress, for {@link #LIMIT} at most.
   *
   * @return why they cannot be had, empty if they are there now
   */
  Optional<Availability.Unavailable> fetch() throws IOException, InterruptedException {
    String remedy =
        "With a network, run `" + String.join(" ", command()) + "`, or start the experiment again.";
    Process maven;
    try {
      List<String> command = new ArrayList<>(command());
      command.add("-Daether.connector.connectTimeout=" + SILENCE_MILLIS);
      command.add("-Daether.connector.requestTimeout=" + SILENCE_MILLIS);
      maven = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      return Optional.of(
          new Availability.Unavailable(
              "its native libraries are not on this machine, and Maven, which fetches them, is not"
                  + " on the PATH",
              remedy));
    }
    if (!maven.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      maven.descendants().forEach(ProcessHandle::destroy);
      maven.destroy();
    }
    int exit = maven.waitFor();
    if (exit != 0 || !arePresent()) {
      return Optional.of(
          new Availability.Unavailable(
              "its native libraries are not on this machine and could not be fetched (Maven ended"
                  + " with exit code "
                  + exit
                  + ")",
              remedy));
    }
    return Optional.empty();
  }
}

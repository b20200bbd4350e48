package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the log of a worker tells that could not write its outcome itself. */
final class WorkerLog {

  /** How HotSpot says that memory ran out, on start and later. */
  private static final List<String> OUT_OF_MEMORY =
      List.of(
          "java.lang.OutOfMemoryError",
          "There is insufficient memory for the Java Runtime Environment to continue",
          "Could not reserve enough space");

  private WorkerLog() {}

  /** The line that says that memory ran out; empty if none does. */
  static Optional<String> outOfMemory(Path log) throws IOException {
    if (!Files.exists(log)) {
      return Optional.empty();
    }
    // A library may print in another encoding; Latin-1 reads every byte.
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> OUT_OF_MEMORY.stream().anyMatch(line::contains))
          .map(String::strip)
          .findFirst();
    }
  }
}

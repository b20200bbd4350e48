package org.parallelbackprop.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which build of the toolkit and its libraries did a run: SHA-256 of the lines {@code FILE-NAME
 * SHA-256} of all files of a class path, in its order.
 */
public final class BuildId {

  private BuildId() {}

  /** The id of a class path of jars and folders; entries that do not exist are left out. */
  public static String of(List<Path> classPath) throws IOException {
    StringBuilder content = new StringBuilder();
    for (Path entry : classPath) {
      for (Path file : files(entry)) {
        content.append(file.getFileName()).append(' ').append(Sha256.of(file)).append('\n');
      }
    }
    return Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Path> files(Path entry) throws IOException {
    if (!Files.isDirectory(entry)) {
      return Files.exists(entry) ? List.of(entry) : List.of();
    }
    try (Stream<Path> files = Files.walk(entry)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}

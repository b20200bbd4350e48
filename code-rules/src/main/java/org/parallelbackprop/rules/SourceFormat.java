package org.parallelbackprop.rules;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The format of the Java sources: google-java-format's own style. */
public final class SourceFormat {

  private final Formatter formatter = new Formatter();

  /**
   * Formats all sources of the project.
   *
   * @param arguments the project's root folder
   * @throws IOException if a source cannot be read or written
   * @throws FormatterException if a source is no Java
   */
  public static void main(String[] arguments) throws IOException, FormatterException {
    SourceFormat format = new SourceFormat();
    for (Path source : sources(Path.of(arguments[0]))) {
      String text = Files.readString(source);
      String formatted = format.format(text);
      if (!formatted.equals(text)) {
        Files.writeString(source, formatted);
      }
    }
  }

  /** The source as it should be. */
  String format(String source) throws FormatterException {
    return formatter.formatSourceAndFixImports(source);
  }

  /** All Java sources of all rooms, sorted. */
  static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> rooms = Files.list(root)) {
      return rooms
          .map(room -> room.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceFormat::javaFiles)
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

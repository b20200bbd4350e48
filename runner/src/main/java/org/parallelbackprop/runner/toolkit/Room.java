package org.parallelbackprop.runner.toolkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A built folder of the checkout.
 *
 * <pre>
 *   ROOM/target/ROOM-VERSION.jar     its own classes
 *   ROOM/target/class-path/*.jar     what they need to run
 *   ROOM/target/on-demand/*.jar      native libraries that are fetched on first use, if any
 * </pre>
 *
 * @param folder the folder
 */
public record Room(Path folder) {

  /** The room's name, e.g. {@code engine-cpu}. */
  public String name() {
    return folder.getFileName().toString();
  }

  /** Its own jar and all it needs, in a fixed order; empty if it is not built. */
  List<Path> classPath() throws IOException {
    List<Path> jars = new ArrayList<>(ownJar());
    if (!jars.isEmpty()) {
      jars.addAll(jars(target().resolve("class-path")));
      jars.addAll(jars(onDemandFolder()));
    }
    return jars;
  }

  /** The jar of the room's own classes, as a list of one; empty if it is not built. */
  List<Path> ownJar() throws IOException {
    return jars(target()).stream()
        .filter(jar -> jar.getFileName().toString().startsWith(name() + "-"))
        .filter(jar -> !jar.getFileName().toString().endsWith("-tests.jar"))
        .toList();
  }

  /** Where the libraries are put that are fetched on first use. */
  Path onDemandFolder() {
    return target().resolve("on-demand");
  }

  private Path target() {
    return folder.resolve("target");
  }

  private static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}

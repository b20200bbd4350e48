package org.parallelbackprop.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineDescription;

/** Where the engines of a built checkout are. */
final class EngineRooms {

  private final Map<String, Room> byEngine = new HashMap<>();

  /**
   * What the JVM of an engine needs.
   *
   * @param classPath the engine's, and that of this room
   */
  record Room(String classPath, List<String> jvmArguments) {}

  private EngineRooms() {}

  /** Looks into the jars of all rooms. */
  static EngineRooms of(Path home) throws IOException {
    EngineRooms rooms = new EngineRooms();
    for (Path jar : list(home, "engine-*")) {
      for (Path built : list(jar.resolve("target"), "*.jar")) {
        rooms.read(home, built);
      }
    }
    return rooms;
  }

  /** The room of an engine, null if nothing built has it. */
  @Nullable Room find(String engine) {
    return byEngine.get(engine);
  }

  private void read(Path home, Path built) throws IOException {
    try (JarFile jar = new JarFile(built.toFile())) {
      ZipEntry descriptions = jar.getEntry(EngineDescription.RESOURCE);
      if (descriptions == null) {
        return;
      }
      Path target = built.resolveSibling("");
      List<String> classPath = new ArrayList<>(List.of(built.toString()));
      classPath.add(target.resolve("class-path") + File.separator + "*");
      classPath.add(target.resolve("on-demand") + File.separator + "*");
      Path own = home.resolve("benchmarks/target");
      classPath.add(own.resolve("classes").toString());
      classPath.add(own.resolve("class-path") + File.separator + "*");
      try (InputStreamReader text =
          new InputStreamReader(jar.getInputStream(descriptions), StandardCharsets.UTF_8)) {
        for (EngineDescription description : EngineDescription.read(text)) {
          byEngine.put(
              description.id(),
              new Room(String.join(File.pathSeparator, classPath), description.jvmArguments()));
        }
      }
    }
  }

  private static List<Path> list(Path folder, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
        stream.forEach(found::add);
      }
    }
    return found;
  }
}

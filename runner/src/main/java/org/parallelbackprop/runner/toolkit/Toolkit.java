package org.parallelbackprop.runner.toolkit;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.EngineDescription;

/**
 * The built checkout. Engines are known by what their jars say about them; none of their classes is
 * ever loaded here.
 */
public final class Toolkit {

  private static final String ENGINE_ROOMS = "engine-";
  private static final String WORKER = "worker";
  private static final String ANALYSIS = "analysis";

  private final Path home;
  private final List<EngineRoom> engineRooms;

  private Toolkit(Path home, List<EngineRoom> engineRooms) {
    this.home = home;
    this.engineRooms = List.copyOf(engineRooms);
  }

  /**
   * Looks at a checkout.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if an engine's description is malformed
   */
  public static Toolkit at(Path home) throws IOException {
    List<EngineRoom> rooms = new ArrayList<>();
    try (Stream<Path> folders = Files.list(home)) {
      for (Path folder : folders.sorted().toList()) {
        if (folder.getFileName().toString().startsWith(ENGINE_ROOMS)) {
          Room room = new Room(folder);
          for (Path jar : room.ownJar()) {
            List<EngineDescription> engines = engines(jar);
            if (!engines.isEmpty()) {
              rooms.add(new EngineRoom(room, engines));
            }
          }
        }
      }
    }
    return new Toolkit(home, rooms);
  }

  /** The folder of the checkout. */
  public Path home() {
    return home;
  }

  /** All rooms with engines. */
  public List<EngineRoom> engineRooms() {
    return engineRooms;
  }

  /** All engines, room by room. */
  public List<EngineDescription> engines() {
    return engineRooms.stream().flatMap(room -> room.engines().stream()).toList();
  }

  /** The room of an engine. */
  public Optional<EngineRoom> roomOf(String engineId) {
    return engineRooms.stream().filter(room -> room.engine(engineId).isPresent()).findFirst();
  }

  /**
   * The class path of a worker for the engines of a room.
   *
   * @throws IOException if a room cannot be read or is not built
   */
  public List<Path> workerClassPath(EngineRoom room) throws IOException {
    List<Path> classPath = new ArrayList<>(workerClassPath());
    // The worker's own copies of what both need come first, so that they are the same for all
    // engines.
    List<String> names = classPath.stream().map(jar -> jar.getFileName().toString()).toList();
    for (Path jar : built(room.room())) {
      if (!names.contains(jar.getFileName().toString())) {
        classPath.add(jar);
      }
    }
    return classPath;
  }

  /**
   * The class path of a worker's own programs, without any engine.
   *
   * @throws IOException if the room cannot be read or is not built
   */
  public List<Path> workerClassPath() throws IOException {
    return built(new Room(home.resolve(WORKER)));
  }

  /**
   * The class path of the analysis program.
   *
   * @throws IOException if the room cannot be read or is not built
   */
  public List<Path> analysisClassPath() throws IOException {
    return built(new Room(home.resolve(ANALYSIS)));
  }

  /** Whether the libraries that an engine's room fetches on demand are there. */
  public boolean hasLibraries(EngineRoom room) {
    return new OnDemandLibraries(home, room.room()).arePresent();
  }

  /**
   * Fetches the libraries that an engine's room needs on demand, showing Maven's own progress.
   *
   * @return why they cannot be had, empty if they are there now
   */
  public Optional<Availability.Unavailable> fetchLibraries(EngineRoom room)
      throws IOException, InterruptedException {
    return new OnDemandLibraries(home, room.room()).fetch();
  }

  private static List<Path> built(Room room) throws IOException {
    List<Path> classPath = room.classPath();
    if (classPath.isEmpty()) {
      throw new IOException(
          "the room "
              + room.name()
              + " is not built: run `mvn -DskipTests package` in "
              + room.folder().getParent());
    }
    return classPath;
  }

  private static List<EngineDescription> engines(Path jar) throws IOException {
    try (ZipFile archive = new ZipFile(jar.toFile())) {
      ZipEntry entry = archive.getEntry(EngineDescription.RESOURCE);
      if (entry == null) {
        return List.of();
      }
      try (Reader reader =
          new InputStreamReader(archive.getInputStream(entry), StandardCharsets.UTF_8)) {
        return EngineDescription.read(reader);
      }
    }
  }
}

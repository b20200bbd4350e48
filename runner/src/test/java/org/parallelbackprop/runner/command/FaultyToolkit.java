package org.parallelbackprop.runner.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.ResultsFolder;

/**
 * A checkout with the real worker and analysis and {@link FaultyEngine}, a data set of a few
 * images, and experiments on them that take no time but the processes'.
 */
@NullMarked
public final class FaultyToolkit {

  /** The only engine. */
  public static final String ENGINE = "faulty";

  private static final int TRAINING_IMAGES = 12;
  private static final int TEST_IMAGES = 4;

  private final Path folder;

  private FaultyToolkit(Path folder) {
    this.folder = folder;
  }

  /** Makes it in a folder. */
  public static FaultyToolkit in(Path folder) throws IOException {
    FaultyToolkit toolkit = new FaultyToolkit(folder);
    Path home = Files.createDirectories(toolkit.home());
    for (String room : List.of("worker", "analysis")) {
      Files.createSymbolicLink(home.resolve(room), ToolkitProcess.HOME.resolve(room));
    }
    Path target = Files.createDirectories(home.resolve("engine-faulty/target"));
    try (OutputStream out = Files.newOutputStream(target.resolve("engine-faulty-1.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      add(jar, EngineDescription.RESOURCE, description());
      add(jar, "META-INF/services/" + Engine.class.getName(), FaultyEngine.class.getName());
      for (String name : List.of("FaultyEngine", "FaultyEngine$Session")) {
        jar.putNextEntry(
            new JarEntry(
                FaultyEngine.class.getPackageName().replace('.', '/') + "/" + name + ".class"));
        try (InputStream code = FaultyEngine.class.getResourceAsStream(name + ".class")) {
          code.transferTo(jar);
        }
      }
    }
    Path images = Files.createDirectories(toolkit.images());
    write(images, "train", TRAINING_IMAGES);
    write(images, "t10k", TEST_IMAGES);
    return toolkit;
  }

  /** The checkout. */
  public Path home() {
    return folder.resolve("home");
  }

  /** The folder of the data set. */
  public Path images() {
    return folder.resolve("images");
  }

  /** Where an experiment's results go. */
  public Path results(String experiment) {
    return folder.resolve("results-of-runs").resolve(experiment);
  }

  /**
   * Writes an experiment, whose machine and device need not be calibrated.
   *
   * @param acts what the engine does, one after the other
   */
  public Path experiment(String name, List<String> acts, int epochs, String more)
      throws IOException {
    Path results = Files.createDirectories(results(name));
    Json.write(
        new ResultsFolder(results).calibration(),
        new Calibration(
            Calibration.SCHEMA,
            "2026-11-24T00:00:00Z",
            List.of(new Calibration.Roof(1, 10, 10)),
            List.of(new Calibration.Device("none", "none", "2026-11-24T00:00:00Z", 10, null, 10))));
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        experiment: %s
        dataset: {idx: "%s"}
        fixed: {network: 4-3-10, learning-rate: 0.5, batch-size: 4, epochs: %d}
        grid:
          engine: [%s]
          act: [%s]
        repeats: 1
        """
                .formatted(name, images(), epochs, ENGINE, String.join(", ", acts))
            + more);
  }

  private static String description() {
    return """
    faulty.class = %s
    faulty.summary = goes wrong as its option says
    faulty.numerics-version = 1
    faulty.repeatability = any-options
    faulty.measures-device = true
    faulty.option.act = train | train-slowly | diverge | hang | throw | exit | halt | crash | \
    exhaust-memory | lack-a-library
    faulty.jvm-arguments = -Xms32m -Xmx64m -XX:-AlwaysPreTouch
    """
        .formatted(FaultyEngine.class.getName());
  }

  private static void add(JarOutputStream jar, String name, String content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path folder, String part, int count) throws IOException {
    ByteBuffer pixels = ByteBuffer.allocate(16 + 4 * count);
    pixels.putInt(0x803).putInt(count).putInt(2).putInt(2);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      pixels.putInt(i);
      labels.put((byte) (i % 2));
    }
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), pixels.array());
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }

  /** Ids of the runs that have a folder. */
  public List<Path> runs(String experiment) throws IOException {
    Path runs = results(experiment).resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders.sorted().toList();
    }
  }
}

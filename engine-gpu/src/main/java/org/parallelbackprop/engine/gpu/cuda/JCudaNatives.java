package org.parallelbackprop.engine.gpu.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.driver.JCudaDriver;

/**
 * Loads JCuda's native libraries.
 *
 * <p>JCuda unpacks them from its jars into files with fixed names in the folder for temporary
 * files, where two processes that start at once can meet half a file, and takes any file of that
 * name that it finds there. This class gives it a private folder with the file already in it, for
 * the moment of loading, and removes the folder afterwards.
 */
final class JCudaNatives {

  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  private JCudaNatives() {}

  /** Loading happens once in a process, whatever comes of it. */
  private static final class Driver {
    static final Optional<String> PROBLEM =
        load("JCudaDriver", JCudaDriver.class.getName(), UnaryOperator.identity());
  }

  /** Loads the library over the CUDA driver; empty, or the linker's words if it cannot be. */
  static Optional<String> loadDriver() {
    return Driver.PROBLEM;
  }

  /**
   * Loads a library and initialises the class that declares its functions.
   *
   * @param library JCuda's name for it
   * @param className the class, whose initialiser loads the library
   * @param change applied to the file before it is loaded
   * @return empty, or the linker's words if it cannot be loaded
   */
  static Optional<String> load(String library, String className, UnaryOperator<byte[]> change) {
    String fileName =
        LibUtils.createLibraryFileName(
            LibUtils.createPlatformLibraryName(library + "-" + JCudaVersion.get()));
    try {
      Path folder = Files.createTempDirectory("parallel-backprop-");
      Path file = folder.resolve(fileName);
      try {
        Optional<byte[]> content = resource("/lib/" + fileName);
        if (content.isEmpty()) {
          return Optional.of("JCuda has no " + fileName);
        }
        Files.write(file, change.apply(content.get()));
        initialize(className, folder);
        return Optional.empty();
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (LinkageError e) {
      return Optional.of(linkersWords(e));
    } catch (IOException e) {
      return Optional.of("the library could not be unpacked: " + e);
    }
  }

  private static Optional<byte[]> resource(String name) throws IOException {
    try (InputStream resource = LibUtils.class.getResourceAsStream(name)) {
      return resource == null ? Optional.empty() : Optional.of(resource.readAllBytes());
    }
  }

  private static void initialize(String className, Path folder) {
    String before = System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      Class.forName(className, true, JCudaNatives.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError("JCuda has no " + className, e);
    } finally {
      System.setProperty(TEMPORARY_FOLDER, before);
    }
  }

  /**
   * What the dynamic linker said: the last error in JCuda's message, which is a stack trace of the
   * attempt with the file.
   */
  private static String linkersWords(LinkageError e) {
    String message = String.valueOf(e.getMessage());
    return message
        .lines()
        .filter(line -> line.contains(UnsatisfiedLinkError.class.getName() + ": "))
        .map(line -> line.substring(line.indexOf(": ") + 2))
        .reduce((first, second) -> second)
        .orElseGet(() -> message.lines().findFirst().orElse(e.toString()));
  }
}

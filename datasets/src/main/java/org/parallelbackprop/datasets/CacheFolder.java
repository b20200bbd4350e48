package org.parallelbackprop.datasets;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where downloads are kept: the folder that each operating system has for such files. */
final class CacheFolder {

  private static final String NAME = "parallel-backprop";

  private CacheFolder() {}

  /**
   * The folder, which may not exist yet.
   *
   * <p>XDG_CACHE_HOME counts everywhere if it is absolute (as the XDG Base Directory Specification
   * demands); else macOS has ~/Library/Caches, Windows %LOCALAPPDATA%, others ~/.cache.
   *
   * @param environment the environment variables
   * @param osName the system property os.name
   * @param home the user's home folder
   */
  static Path of(Map<String, String> environment, String osName, Path home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!xdg.isEmpty() && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, NAME);
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return home.resolve("Library").resolve("Caches").resolve(NAME);
    }
    String local = environment.getOrDefault("LOCALAPPDATA", "");
    if (os.contains("windows") && !local.isEmpty()) {
      return Path.of(local, NAME, "cache");
    }
    return home.resolve(".cache").resolve(NAME);
  }
}

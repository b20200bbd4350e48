package org.parallelbackprop.runner.process;

import java.nio.file.Path;

/** The Java that child processes are started with: the one that runs this process. */
public final class JavaExecutable {

  private JavaExecutable() {}

  /** Path of the running JVM's executable. */
  public static Path running() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}

package org.parallelbackprop.results;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of a results folder does not have the content that its format demands. */
public final class CorruptFileException extends IOException {

  public CorruptFileException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
  }
}

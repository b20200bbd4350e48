package org.parallelbackprop.datasets;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of a data set is not what it should be; the message names it and says what is wrong. */
public final class CorruptDatasetException extends IOException {

  CorruptDatasetException(Path file, String problem) {
    this(file, problem, null);
  }

  CorruptDatasetException(Path file, String problem, @Nullable Throwable cause) {
    super(file + " " + problem, cause);
  }
}

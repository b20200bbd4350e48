package org.parallelbackprop.datasets;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file could not be fetched; the message is a clause without a full stop that says why. */
final class DownloadFailedException extends IOException {

  DownloadFailedException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}

package org.parallelbackprop.datasets;

import org.jspecify.annotations.Nullable;

/** A data set cannot be had; the message is the one sentence for the user. */
public final class DatasetUnavailableException extends Exception {

  DatasetUnavailableException(String sentence) {
    this(sentence, null);
  }

  DatasetUnavailableException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}

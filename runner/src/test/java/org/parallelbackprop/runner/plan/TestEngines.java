package org.parallelbackprop.runner.plan;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.parallelbackprop.engine.EngineDescription;

/**
 * Engines for tests of files and grids: one without options, one with threads, one with a choice.
 */
final class TestEngines {

  private static final String DESCRIPTIONS =
      """
      cpu-serial.class = cpu-serial
      cpu-serial.summary = on one thread
      cpu-serial.numerics-version = 1
      cpu-serial.repeatability = any-options
      cpu-threads.class = cpu-threads
      cpu-threads.summary = on threads
      cpu-threads.numerics-version = 1
      cpu-threads.repeatability = any-options
      cpu-threads.option.threads = positive-integer
      cpu-vector.class = cpu-vector
      cpu-vector.summary = in vector registers
      cpu-vector.numerics-version = 1
      cpu-vector.repeatability = any-options
      cpu-vector.option.threads = positive-integer
      cpu-vector.option.vector-bits = preferred | 512 | 256 | 128
      """;

  private TestEngines() {}

  static List<EngineDescription> all() {
    try {
      return EngineDescription.read(new StringReader(DESCRIPTIONS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

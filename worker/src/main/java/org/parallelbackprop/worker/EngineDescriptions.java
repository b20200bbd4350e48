package org.parallelbackprop.worker;

import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.parallelbackprop.engine.EngineDescription;

/** The descriptions of the engines on the class path. */
final class EngineDescriptions {

  private EngineDescriptions() {}

  /**
   * The description of an engine.
   *
   * @throws IllegalStateException if no jar of the class path describes it
   */
  static EngineDescription of(String id) throws IOException {
    List<URL> files =
        Collections.list(
            EngineDescriptions.class.getClassLoader().getResources(EngineDescription.RESOURCE));
    for (URL file : files) {
      try (InputStreamReader reader =
          new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
        for (EngineDescription description : EngineDescription.read(reader)) {
          if (description.id().equals(id)) {
            return description;
          }
        }
      }
    }
    throw new IllegalStateException("no engine " + id + " is on the class path");
  }
}

package org.parallelbackprop.benchmarks;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineOptions;

/**
 * An engine and its options, written as one parameter of a benchmark: {@code
 * cpu-threads;threads=2}.
 *
 * @param id the engine's id
 * @param options its options
 */
record EngineChoice(String id, EngineOptions options) {

  static EngineChoice parse(String text) {
    String[] parts = text.split(";", -1);
    return new EngineChoice(
        parts[0],
        new EngineOptions(
            Arrays.stream(parts)
                .skip(1)
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]))));
  }

  /**
   * The engine itself.
   *
   * @throws IllegalArgumentException if the class path has none of that id
   */
  Engine engine() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.id().equals(id))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("there is no engine " + id));
  }

  /**
   * Flags that a JVM with the engine is started with, which are also those of its measured runs.
   */
  List<String> jvmArguments() throws IOException {
    List<String> arguments = new ArrayList<>();
    for (URL file :
        Collections.list(
            EngineChoice.class.getClassLoader().getResources(EngineDescription.RESOURCE))) {
      try (Reader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
        EngineDescription.read(reader).stream()
            .filter(description -> description.id().equals(id))
            .forEach(description -> arguments.addAll(description.jvmArguments()));
      }
    }
    return arguments;
  }
}

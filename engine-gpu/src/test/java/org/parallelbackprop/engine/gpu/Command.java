package org.parallelbackprop.engine.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that a test runs. */
record Command(List<String> words, Map<String, String> environment) {

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  Command(List<String> words) {
    this(words, Map.of());
  }

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  Command and(List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return new Command(all, environment);
  }

  Command with(Map<String, String> variables) {
    return new Command(words, variables);
  }

  /** What it prints on both of its outputs, and its exit status. */
  record Result(int status, String output) {}

  Result result() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs it; empty if all went well, else what it prints or why it does not start. */
  String run() {
    try {
      Result result = result();
      return result.status() == 0 ? "" : result.output() + " (status " + result.status() + ")";
    } catch (IOException e) {
      return e.toString();
    }
  }
}

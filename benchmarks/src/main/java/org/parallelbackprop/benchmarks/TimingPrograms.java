package org.parallelbackprop.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs programs that print what they measured as a line of numbers behind a word, or {@code
 * unavailable} and the reason. Whoever had no result once is left out from then on.
 */
final class TimingPrograms {

  private static final String UNAVAILABLE = "unavailable ";

  private final Map<String, String> leftOut = new LinkedHashMap<>();

  /**
   * Runs a program to its end.
   *
   * @param name whose program it is
   * @param command its command line; empty if nothing built has it
   * @param word the first word of its result line
   * @return the numbers behind the word; empty if it is left out
   */
  Optional<List<Double>> run(String name, Optional<List<String>> command, String word)
      throws IOException, InterruptedException {
    if (leftOut.containsKey(name)) {
      return Optional.empty();
    }
    if (command.isEmpty()) {
      leftOut.put(name, "it is not built: mvn -DskipTests package");
      return Optional.empty();
    }
    Path errors = Files.createTempFile(name.replaceAll("\\W+", "-"), ".log");
    Process process;
    try {
      process = new ProcessBuilder(command.get()).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      Files.delete(errors);
      leftOut.put(name, e.getMessage());
      return Optional.empty();
    }
    List<String> lines;
    try (InputStream out = process.getInputStream()) {
      lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    int exitCode = process.waitFor();
    Optional<String> result = line(lines, word + " ");
    Optional<String> reason = line(lines, UNAVAILABLE);
    if (result.isEmpty() && reason.isEmpty()) {
      leftOut.put(
          name, "it ended with exit code " + exitCode + "; its last words are in " + errors);
    } else {
      Files.delete(errors);
      reason.ifPresent(why -> leftOut.put(name, why));
    }
    return result.map(
        numbers -> Arrays.stream(numbers.split(" ", -1)).map(Double::valueOf).toList());
  }

  /** Who was left out, and why, a line for each. */
  void printLeftOut() {
    leftOut.forEach((name, why) -> System.out.println("\n" + name + " was left out: " + why));
  }

  private static Optional<String> line(List<String> lines, String begin) {
    return lines.stream()
        .filter(line -> line.startsWith(begin))
        .findFirst()
        .map(line -> line.substring(begin.length()));
  }
}

package org.parallelbackprop.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Changes experiment files, right and wrong ones, a little, many times over, from a fixed seed.
 * {@code mvn -Pfuzz} has Jazzer look further.
 */
final class ExperimentFuzzTest {

  private static final int INPUTS_PER_FILE = 500;
  private static final int MAX_CHANGES = 3;

  private static final List<String> WORDS =
      List.of(
          "&a ",
          "*a",
          "!!int ",
          "- ",
          ": ",
          "? ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "\n",
          "  ",
          "'",
          "\"",
          "|\n",
          ">\n",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "#",
          "~",
          "null",
          "yes",
          "1e400",
          "-1",
          "2147483648",
          "0x10",
          "\t",
          "\u0000",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "../../etc",
          "=1+1",
          "<script>",
          "| a |",
          "seeds: [1, 2]\n",
          "repeats: 1000\n",
          "idx: ..\n");

  private static final String RIGHT =
      """
      experiment: right
      question: What is x?
      dataset: synthetic-digits
      fixed: {network: 784-16-10, learning-rate: 0.5, epochs: 1}
      zip: [{batch-size: 10, momentum: 0}, {batch-size: 20, momentum: 0.5}]
      grid:
        engine: [cpu-serial, cpu-threads, cpu-vector]
        threads: [1, 2]
      exclude:
        - {engine: cpu-vector, threads: [2]}
      include:
        - {engine: cpu-serial, batch-size: 40, network: 784-10}
      repeats: 3
      seed: 42
      keep: parameters
      execution: {time-limit-seconds: 60, jvm-arguments: [-Xmx1g]}
      report: {baseline: {engine: cpu-serial}, target-accuracy: 0.5}
      """;

  /** Where {@code mvn -Pfuzz} has Jazzer begin. */
  @Test
  void filesAreWrittenAsSeeds() throws IOException, URISyntaxException {
    Path seeds = Files.createDirectories(Path.of("target", "fuzz-seeds"));
    List<byte[]> files = files();
    for (int i = 0; i < files.size(); i++) {
      Files.write(seeds.resolve("file-" + i), files.get(i));
    }
    try (Stream<Path> written = Files.list(seeds)) {
      assertThat(written).hasSizeGreaterThanOrEqualTo(files.size());
    }
  }

  @Test
  void whateverIsChangedIsRefusedWithSentencesOrBecomesASoundPlan()
      throws IOException, URISyntaxException {
    for (byte[] file : files()) {
      SplittableRandom random = new SplittableRandom(file.length);
      for (int i = 0; i < INPUTS_PER_FILE; i++) {
        byte[] input = changed(file, random);
        try {
          ExperimentFuzz.fuzzerTestOneInput(input);
        } catch (Throwable e) {
          throw new AssertionError(
              "input " + i + ": " + new String(input, StandardCharsets.ISO_8859_1), e);
        }
      }
    }
  }

  /** The target itself would find nothing if it refused everything. */
  @Test
  void theFileThatIsChangedIsRight() {
    assertThat(ExperimentFuzz.accepts(RIGHT.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  private static List<byte[]> files() throws IOException, URISyntaxException {
    List<byte[]> files = new ArrayList<>();
    files.add(RIGHT.getBytes(StandardCharsets.UTF_8));
    Path faulty =
        Path.of(
            ExperimentFuzzTest.class.getResource("/org/parallelbackprop/runner/faulty").toURI());
    try (Stream<Path> list = Files.list(faulty)) {
      for (Path file : list.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static byte[] changed(byte[] file, SplittableRandom random) {
    byte[] bytes = file.clone();
    for (int change = random.nextInt(MAX_CHANGES); change >= 0 && bytes.length > 0; change--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> joined(bytes, at, word(random), at);
            case 1 -> joined(bytes, at, word(random), Math.min(bytes.length, at + 3));
            case 2 -> joined(bytes, at, new byte[0], at + random.nextInt(bytes.length - at));
            default -> joined(bytes, at, new byte[0], random.nextInt(at + 1));
          };
    }
    return bytes;
  }

  private static byte[] word(SplittableRandom random) {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes before {@code end}, those between, and those from {@code start}. */
  private static byte[] joined(byte[] bytes, int end, byte[] between, int start) {
    byte[] result = Arrays.copyOf(bytes, end + between.length + bytes.length - start);
    System.arraycopy(between, 0, result, end, between.length);
    System.arraycopy(bytes, start, result, end + between.length, bytes.length - start);
    return result;
  }
}

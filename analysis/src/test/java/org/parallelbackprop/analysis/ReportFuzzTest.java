package org.parallelbackprop.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reports on results that nobody vouches for, many of them, from a fixed seed. {@code mvn -Pfuzz}
 * has Jazzer look further.
 */
final class ReportFuzzTest {

  private static final int DOCUMENTS = 5_000;
  private static final int REPORTS = 30;
  private static final int LENGTH = 1024;

  private static final List<String> WORDS =
      List.of(
          "=HYPERLINK(\"http://x\")",
          "+1",
          "-1+1",
          "@SUM(A1)",
          "\t=1",
          "\r=1",
          "\n=1",
          "＝1",
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "\"><b>",
          "]]>",
          "&amp;",
          "| a | b |",
          "\\",
          "\\|",
          "`",
          "```",
          "*a*",
          "_a_",
          "# a",
          "- a",
          "1. a",
          "[a](javascript:b)",
          "![a](b)",
          "<a href=\"http://x\">y</a>",
          "\\( x^2 \\)",
          "../../etc/passwd",
          "a\nb",
          "a\r\nb",
          "\u0000",
          "\u001b[31m",
          "\u2028",
          "\uFFFE",
          "{{x}}",
          "${x}",
          "%s",
          "%n",
          "NaN");

  private static List<byte[]> inputs(int documents, int reports) {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < documents + reports; i++) {
      ByteBuffer input = ByteBuffer.allocate(LENGTH);
      input.put((byte) (ReportFuzz.WHOLE_REPORT + (i < documents ? 1 : 0)));
      while (input.hasRemaining()) {
        if (random.nextInt(4) == 0) {
          byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
          input.put((byte) word.length);
          input.put(word, 0, Math.min(word.length, input.remaining()));
        } else {
          input.put((byte) random.nextInt(256));
        }
        if (input.remaining() < 64) {
          break;
        }
      }
      inputs.add(input.array());
    }
    return inputs;
  }

  /** Where {@code mvn -Pfuzz} has Jazzer begin. */
  @Test
  void someInputsAreWrittenAsSeeds() throws IOException {
    Path seeds = Files.createDirectories(Path.of("target", "fuzz-seeds"));
    List<byte[]> inputs = inputs(50, 10);
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(seeds.resolve("input-" + i), inputs.get(i));
    }
    try (Stream<Path> written = Files.list(seeds)) {
      assertThat(written).hasSizeGreaterThanOrEqualTo(inputs.size());
    }
  }

  @Test
  void nothingThatTheFilesSayBecomesStructure() {
    int accepted = 0;
    for (byte[] input : inputs(DOCUMENTS, REPORTS)) {
      try {
        accepted += ReportFuzz.accepts(input) ? 1 : 0;
      } catch (Throwable e) {
        throw new AssertionError(HexFormat.of().formatHex(input), e);
      }
    }
    assertThat(accepted).as("not refused").isGreaterThan(DOCUMENTS + REPORTS / 10);
  }
}

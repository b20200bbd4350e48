package org.parallelbackprop.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parallelbackprop.runner.spec.ExperimentException;
import org.parallelbackprop.runner.spec.ExperimentReader;

/**
 * Every file of {@code faulty/} is refused with exactly the text that lies beside it: each thing
 * that is wrong once, with its place and what is allowed.
 */
final class FaultyFilesTest {

  private static final String DATASET_SHA256 = "ab".repeat(32);

  static Stream<String> faultyFiles() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("faultyFiles")
  void isRefusedInTheseWords(String name) throws IOException, URISyntaxException {
    Path expected = folder().resolve(name.replace(".yaml", ".txt"));

    assertThat(refusal(folder().resolve(name))).isEqualTo(Files.readString(expected).strip());
  }

  @Test
  void aMissingFileAndAFolderAreNoExperiments(@TempDir Path folder) {
    assertThat(refusal(folder.resolve("batch-swep.yaml")))
        .isEqualTo("batch-swep.yaml: there is no such file");
    assertThat(refusal(folder))
        .isEqualTo(
            folder.getFileName() + ": this is a folder; an experiment is a YAML file in UTF-8");
  }

  @Test
  void aHugeFileIsRefusedUnread(@TempDir Path folder) throws IOException {
    Path huge = folder.resolve("huge.yaml");
    long oneTerabyte = 1L << 40;
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(oneTerabyte);
    }

    assertThat(refusal(huge))
        .isEqualTo("huge.yaml: the file has 1099511627776 bytes, an experiment at most 1048576");
  }

  @Test
  void anUnreadableFileSaysSo(@TempDir Path folder) throws IOException {
    Path loop = Files.createSymbolicLink(folder.resolve("loop.yaml"), folder.resolve("loop.yaml"));

    assertThat(refusal(loop)).startsWith("loop.yaml: ").hasLineCount(1);
  }

  /** The message, with files called by their names as if the command ran in their folder. */
  private static String refusal(Path file) {
    ThrowingCallable planning =
        () ->
            Planner.plan(
                ExperimentReader.read(file, TestEngines.all()), TestEngines.all(), DATASET_SHA256);
    StringBuilder message = new StringBuilder();
    assertThatThrownBy(planning)
        .isInstanceOf(ExperimentException.class)
        .satisfies(error -> message.append(error.getMessage()));
    return message.toString().replace(file.toString(), file.getFileName().toString());
  }

  private static Path folder() throws URISyntaxException {
    URL folder = FaultyFilesTest.class.getResource("/org/parallelbackprop/runner/faulty");
    return Path.of(folder.toURI());
  }
}

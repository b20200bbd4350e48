package org.parallelbackprop.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ProbeTest {

  @Test
  void withoutNativeLibraryTheProbeSaysHowToGetIt() throws IOException, InterruptedException {
    assertThat(probe(withoutOnDemand(System.getProperty("java.class.path"))))
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(line).startsWith("Unavailable").contains("--activate-profiles on-demand"));
  }

  /** The class path as it is before the profile on-demand has fetched anything. */
  private static String withoutOnDemand(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("on-demand"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> probe(String classPath) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                ProbeConsole.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = process.getInputStream()) {
      List<String> lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(process.waitFor()).isZero();
      return lines;
    }
  }
}

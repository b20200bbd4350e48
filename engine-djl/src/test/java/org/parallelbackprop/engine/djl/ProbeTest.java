package org.parallelbackprop.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.EngineDescription;

final class ProbeTest {

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  /** Where DJL unpacks natives; empty, so that no earlier copy serves. */
  @TempDir private Path cache;

  @Test
  void withoutNativeLibraryTheProbeSaysHowToGetIt() throws IOException, InterruptedException {
    assertThat(probe(withoutOnDemand(), jvmArguments()))
        .singleElement()
        .satisfies(line ->
            assertThat(line).startsWith("Unavailable").contains("--activate-profiles on-demand"));
  }

  /** DJL reports its use to its makers unless it is told not to. */
  @Test
  void theFlagsOfTheEngineKeepDjlOffTheNetwork() throws IOException, InterruptedException {
    assumeTrue(
        new DjlPytorchEngine().probe() instanceof Availability.Available,
        "PyTorch's native library is not here");
    List<String> without = probe(CLASS_PATH, List.of("--enable-native-access=ALL-UNNAMED"));
    assertThat(without).as("without the flags").last().asString().startsWith("Available");
    assertThat(without).as("without the flags").anyMatch(line -> line.startsWith("http"));
    assertThat(probe(CLASS_PATH, jvmArguments()))
        .as("with the flags")
        .singleElement()
        .asString()
        .startsWith("Available");
  }

  private static List<String> jvmArguments() throws IOException {
    try (Reader file =
        new InputStreamReader(
            DjlPytorchEngine.class.getResourceAsStream("/" + EngineDescription.RESOURCE),
            StandardCharsets.UTF_8)) {
      return EngineDescription.read(file).getFirst().jvmArguments();
    }
  }

  /** The class path as it is before the profile on-demand has fetched anything. */
  private static String withoutOnDemand() {
    return Arrays.stream(CLASS_PATH.split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("on-demand"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<String> probe(String classPath, List<String> flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of("-DDJL_CACHE_DIR=" + cache, "-cp", classPath, ProbeConsole.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      List<String> lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(process.waitFor()).isZero();
      return lines;
    }
  }
}

package org.parallelbackprop.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PTX in the jar is made from the sources beside it, and GPUs take it. */
final class CompiledKernelsTest {

  private static final String COMPILER = "// Cuda compilation tools, ";

  @TempDir private Path folder;

  @Test
  void thePtxIsMadeFromTheSources() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String ending : List.of("cu", "cuh")) {
      for (Path source : sources("*." + ending)) {
        digest.update(Files.readAllBytes(source));
      }
    }
    assertThat(Kernels.ptx().lines().findFirst())
        .as("first line of the PTX; src/main/cuda/make-ptx.sh makes it anew")
        .contains("// sha256 of the sources: " + HexFormat.of().formatHex(digest.digest()));
  }

  private static List<Path> sources(String glob) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(StandIns.KERNEL_SOURCES, glob)) {
      found.forEach(sources::add);
    }
    sources.sort(null);
    return sources;
  }

  @Test
  void oldDriversTakeIt() {
    assertThat(Kernels.ptx().lines()).contains(".version 7.0", ".target sm_75");
  }

  @Test
  void theSameCompilerMakesTheSamePtx() throws IOException {
    String committed = Kernels.ptx();
    String compiler =
        committed.lines().filter(line -> line.startsWith(COMPILER)).findFirst().orElseThrow();
    String release = compiler.substring(COMPILER.length());
    String here = output("nvcc", "--version");
    assumeTrue(here.contains(release), () -> "the committed PTX is from " + release + ": " + here);
    Path script = StandIns.KERNEL_SOURCES.resolve("make-ptx.sh");
    assertThat(Command.of(script.toString(), folder.toString()).run()).isEmpty();
    assertThat(Files.readString(folder.resolve(Kernels.RESOURCE)).equals(committed))
        .as("nvcc makes the same PTX again")
        .isTrue();
  }

  @Test
  void hopperTakesIt() throws IOException {
    assumeTrue(architectures().contains("sm_90"), "nvcc for sm_90 is not installed");
    assertIsTakenBy(List.of("sm_90"));
  }

  /** Every architecture from Turing on that the installed assembler knows. */
  @Test
  @Tag("slow")
  void everyGpuTakesIt() throws IOException {
    List<String> architectures =
        architectures().stream()
            .filter(name -> Integer.parseInt(name.substring("sm_".length())) >= 75)
            .toList();
    assumeTrue(!architectures.isEmpty(), "nvcc is not installed");
    assertIsTakenBy(architectures);
  }

  private static List<String> architectures() {
    return output("nvcc", "--list-gpu-code")
        .lines()
        .filter(line -> line.matches("sm_[0-9]+"))
        .toList();
  }

  private void assertIsTakenBy(List<String> architectures) throws IOException {
    Path ptx = Files.writeString(folder.resolve(Kernels.RESOURCE), Kernels.ptx());
    for (String name : architectures) {
      Command assemble =
          Command.of("ptxas", "--warn-on-spills", "-arch=" + name, ptx.toString(), "-o")
              .and(List.of(folder.resolve(name).toString()));
      assertThat(assemble.run()).as(name).isEmpty();
    }
  }

  private static String output(String... words) {
    try {
      return Command.of(words).result().output();
    } catch (IOException e) {
      return e.toString();
    }
  }
}

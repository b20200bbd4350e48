package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The state of NVIDIA's GPUs, as {@code nvidia-smi} tells it where their driver is loaded. */
final class Gpus {

  private static final int SECONDS = 5;

  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=name,driver_version,temperature.gpu,utilization.gpu,clocks.sm",
          "--format=csv,noheader");

  private final Path root;

  /** GPUs of the machine with this root folder. */
  Gpus(Path root) {
    this.root = root;
  }

  /** A line for each; none where there is no driver or it does not answer. */
  List<String> lines() {
    if (!Files.exists(root.resolve("proc/driver/nvidia/version"))) {
      return List.of();
    }
    try {
      Process process =
          new ProcessBuilder(COMMAND).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      byte[] output = process.getInputStream().readAllBytes();
      return process.exitValue() == 0
          ? new String(output, StandardCharsets.UTF_8).lines().map(String::strip).toList()
          : List.of();
    } catch (IOException _) {
      // The driver without its tools: then the engine's own facts are all that is known.
      return List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}

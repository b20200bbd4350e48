package org.parallelbackprop.worker.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Builds the stand-in for NVIDIA's management library. */
public final class NvmlStandIn {

  /** Where its GPU is. */
  public static final String BUS_ID = "0000:3B:00.0";

  /** Joules between two of its readings. */
  public static final double STEP = 1.5;

  /** What it reads from the environment to pretend something. */
  public static final String PRETENCE = "NVML_STAND_IN";

  private NvmlStandIn() {}

  /** The library, built into a folder; skips the test where there is no g++. */
  public static Path build(Path folder) throws IOException, InterruptedException {
    Path library = folder.resolve("libnvidia-ml.so.1");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  List.of(
                      "g++",
                      "-std=c++17",
                      "-shared",
                      "-fPIC",
                      "-fvisibility=hidden",
                      "src/test/native/stand_in_nvml.cpp",
                      "-o",
                      library.toString()))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return abort("the stand-in for NVML needs g++: " + e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return library;
  }
}

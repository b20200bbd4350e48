package org.parallelbackprop.engine.gpu.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.engine.gpu.StandIns;

/** The page that {@code gpu-check} writes; times mean nothing on the stand-ins. */
@ExtendWith(StandIns.class)
final class GpuCheckTest {

  @TempDir private Path folder;

  @Test
  void writesEverySection() throws IOException {
    Path times = folder.resolve("times.csv");
    CheckPlan plan =
        CheckPlan.parse(
            "--networks=8-12-3,8-12-11-3",
            "--batches=4,7",
            "--examples=15",
            "--epochs=2",
            "--large-side=40",
            "--times=" + times);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean fine;
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      fine = new GpuCheck(plan, out).run();
    }
    String page = bytes.toString(StandardCharsets.UTF_8);
    assertThat(fine).as(page).isTrue();
    assertThat(page.lines())
        .contains("- `gpu-cublas-tf32` is available.", "## Same bits, twice")
        .contains("## Batch sweep, median of 2 epochs of 15 examples")
        .contains("## Where a step's time goes: `gpu-cuda`, 8-12-11-3, batch 7")
        .anyMatch(line -> line.matches("\\| fused multiply-adds .* \\| [0-9.]+ TFLOP/s \\|"))
        .anyMatch(line -> line.matches("\\| triad over .* \\| [0-9.]+ TB/s \\|"))
        .anyMatch(line -> line.matches("\\| `gpu-cublas` \\| .*cublas-version=12.3.2.* \\|"))
        .anyMatch(line -> line.matches("\\| `cublasSgemm` \\| 5 \\| 5000.0 \\| .*"))
        .noneMatch(line -> line.contains("NaN") || line.contains("other bits"));
    assertThat(page.lines().filter(line -> line.endsWith("| same bits |"))).hasSize(6);
    List<String> rows = Files.readAllLines(times);
    assertThat(rows).hasSize(1 + 2 * 2 * 3).startsWith("engine,network,batch_size,seconds");
    assertThat(rows).anyMatch(row -> row.startsWith("gpu-cuda,8-12-11-3,7,"));
  }
}

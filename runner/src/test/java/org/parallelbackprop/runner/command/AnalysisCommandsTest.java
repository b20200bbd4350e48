package org.parallelbackprop.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.ResultsFolder;

/** {@code report} and {@code compare} as people and build servers type them. */
final class AnalysisCommandsTest {

  @TempDir private Path folder;

  @Test
  void aReportIsCheckedAndFoldersAreCompared() throws IOException, InterruptedException {
    ToolkitProcess.assumeBuilt();
    Files.writeString(
        folder.resolve("tiny.yaml"),
        """
        experiment: tiny
        dataset: synthetic-digits
        fixed: {network: 784-8-10, training-examples: 200, batch-size: 50, learning-rate: 0.5, epochs: 2}
        grid: {engine: [cpu-serial]}
        """);
    expect(ExitCode.DONE, "tiny.yaml");
    String typed = "results-of-runs/tiny";
    Path markdown = folder.resolve(typed).resolve("report.md");

    Calibration calibration =
        Calibration.read(new ResultsFolder(folder.resolve(typed)).calibration());
    assertThat(calibration.roofs().getFirst().threads()).isEqualTo(1);

    expect(ExitCode.DONE, "report", "--check", typed);
    Files.writeString(markdown, Files.readString(markdown).replace("784-8-10", "784-9-10"));
    assertThat(expect(ExitCode.VERIFICATION_FAILED, "report", "--check", typed))
        .contains("report.md differs from what the runs make");

    assertThat(expect(ExitCode.DONE, "compare", typed, typed, "--fail-above", "10%"))
        .contains("1.00×")
        .contains("same bits");
    assertThat(expect(ExitCode.WRONG_INPUT, "compare", typed, typed, "--fail-above", "much"))
        .contains("10%");
  }

  private String expect(int exitCode, String... arguments)
      throws IOException, InterruptedException {
    ToolkitProcess process = ToolkitProcess.run(folder, arguments);
    assertThat(process.exitCode()).as(process.output()).isEqualTo(exitCode);
    return process.output();
  }
}

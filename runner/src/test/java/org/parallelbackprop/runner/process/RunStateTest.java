package org.parallelbackprop.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.RunRequest;
import org.parallelbackprop.results.Sha256;
import org.parallelbackprop.results.Tensor;
import org.parallelbackprop.results.TensorsFile;

/** A run counts as done only if every byte of it is there. */
final class RunStateTest {

  private static final Cell CELL =
      Cell.of(
          new CellSettings(
              "synthetic-digits",
              "ab".repeat(32),
              100,
              "784-10",
              "sigmoid",
              "mse",
              10,
              2,
              0.5,
              0,
              0,
              "cpu-serial",
              new TreeMap<>()));

  private static final PlannedRun RUN = new PlannedRun("cpu-serial-1", CELL.id(), 1, 42);

  @TempDir private Path folder;
  private RunFolder run = new RunFolder(Path.of(""));

  @BeforeEach
  void writeACompletedRun() throws IOException {
    run = new RunFolder(Files.createDirectory(folder.resolve(RUN.id())));
    Json.write(
        run.request(),
        new RunRequest(
            RunRequest.SCHEMA, RUN.id(), CELL.id(), 1, 42, CELL.settings(), null, false, null));
    try (EpochsFile.Appender rows = new EpochsFile.Appender(run.epochs())) {
      rows.append(new EpochRow(1, 0.5, 0.25, 0.75, 0.7, 0.5, 0.7, 0.5));
      rows.append(new EpochRow(2, 0.5, 0.25, 0.5, 0.5, 0.75, 0.5, 0.75));
    }
    Files.writeString(run.manifest(), "{\"stands\": \"for a manifest; only its hash counts\"}");
    List<Path> left = new ArrayList<>(List.of(run.request(), run.epochs(), run.manifest()));
    left.add(run.parameters());
    for (Moment moment : Moment.values()) {
      left.add(run.snapshot(moment));
    }
    Files.createDirectory(run.snapshot(Moment.START).getParent());
    TreeMap<String, String> hashes = new TreeMap<>();
    for (Path file : left) {
      if (file.toString().endsWith(".safetensors")) {
        TensorsFile.write(
            file, List.of(new Tensor("layer1.weight", List.of(2, 1), new float[] {1, 2})));
      }
      hashes.put(run.path().relativize(file).toString().replace('\\', '/'), Sha256.of(file));
    }
    Json.write(
        run.outcome(),
        new RunOutcome(
            RunOutcome.SCHEMA,
            RUN.id(),
            "2026-11-24T00:00:00Z",
            new Outcome.Completed("cd".repeat(32)),
            2,
            hashes));
  }

  static Stream<String> hashedFiles() {
    return Stream.concat(
        Stream.of("request.json", "epochs.csv", "manifest.json", "parameters.safetensors"),
        Arrays.stream(Moment.values()).map(each -> "snapshots/" + each.key() + ".safetensors"));
  }

  static Stream<String> allFiles() {
    return Stream.concat(hashedFiles(), Stream.of("outcome.json"));
  }

  @Test
  void aWholeRunIsDone() throws IOException {
    assertThat(RunState.of(RUN, run)).isInstanceOf(RunState.Done.class);
  }

  @ParameterizedTest
  @MethodSource("allFiles")
  void aFileCutAnywhereIsNoticed(String name) throws IOException {
    Path file = run.path().resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThat(RunState.of(RUN, run).isDone()).as("%s cut to %d bytes", name, length).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("hashedFiles")
  void aFlippedBitOfAnyByteIsNoticed(String name) throws IOException {
    Path file = run.path().resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Files.write(file, flipped);

      assertThat(RunState.of(RUN, run).isDone()).as("%s with byte %d changed", name, i).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("allFiles")
  void aMissingFileIsNoticed(String name) throws IOException {
    Files.delete(run.path().resolve(name));

    assertThat(RunState.of(RUN, run).isDone()).isFalse();
  }

  @Test
  void aRunOfAnotherSeedIsNotThisOne() throws IOException {
    assertThat(RunState.of(new PlannedRun(RUN.id(), CELL.id(), 1, 43), run))
        .isInstanceOf(RunState.Damaged.class);
  }

  @Test
  void aFolderWithoutAnOutcomeIsDeadAndNoFolderIsMissing() throws IOException {
    Files.delete(run.outcome());

    assertThat(RunState.of(RUN, run)).isEqualTo(new RunState.Dead());
    assertThat(RunState.of(RUN, new RunFolder(folder.resolve("nowhere"))))
        .isEqualTo(new RunState.Missing());
  }
}

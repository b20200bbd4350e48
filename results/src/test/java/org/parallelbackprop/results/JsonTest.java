package org.parallelbackprop.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonTest {

  private static final CellSettings SETTINGS =
      new CellSettings(
          "mnist",
          "0".repeat(64),
          null,
          "784-1024-10",
          "sigmoid",
          "mse",
          128,
          10,
          0.1,
          0,
          0,
          "cpu-threads",
          new TreeMap<>(Map.of("threads", "2")));

  @TempDir Path folder;

  static Stream<Outcome> outcomes() {
    return Stream.of(
        new Outcome.Completed("ab".repeat(32)),
        new Outcome.Diverged(3, "NaN"),
        new Outcome.Diverged(3, null),
        new Outcome.Failed("exit code 1"),
        new Outcome.TimedOut(60.5),
        new Outcome.OutOfMemory("Java heap space"),
        new Outcome.Unavailable("no driver was found", "Install one."),
        new Outcome.Interrupted(2));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyOutcomeComesBack(Outcome outcome) throws IOException {
    RunOutcome written =
        new RunOutcome(
            RunOutcome.SCHEMA,
            "run",
            "2026-11-24T00:00:00Z",
            outcome,
            2,
            new TreeMap<>(Map.of("epochs.csv", "cd".repeat(32))));
    Path file = folder.resolve("outcome.json");
    Json.write(file, written);
    assertThat(Json.read(file, RunOutcome.class)).isEqualTo(written);
    assertThat(outcome.describe()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void theFormatOfARequestIsStable() throws IOException {
    RunRequest request =
        new RunRequest(
            RunRequest.SCHEMA,
            "run",
            Cell.of(SETTINGS).id(),
            1,
            42,
            SETTINGS,
            "/data",
            false,
            new RunRequest.Source("ab".repeat(20), "clean"));
    Path file = folder.resolve("request.json");
    Json.write(file, request);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "schema" : 1,
              "run_id" : "run",
              "cell_id" : "%s",
              "block" : 1,
              "seed" : 42,
              "settings" : {
                "dataset" : "mnist",
                "dataset_sha256" : "%s",
                "training_examples" : null,
                "network" : "784-1024-10",
                "activation" : "sigmoid",
                "loss" : "mse",
                "batch_size" : 128,
                "epochs" : 10,
                "learning_rate" : 0.1,
                "momentum" : 0.0,
                "l2" : 0.0,
                "engine" : "cpu-threads",
                "engine_options" : {
                  "threads" : "2"
                }
              },
              "data_folder" : "/data",
              "keep_parameters" : false,
              "source" : {
                "commit" : "%s",
                "tree_state" : "clean"
              }
            }\
            """
                .formatted(Cell.of(SETTINGS).id(), "0".repeat(64), "ab".repeat(20)));
    assertThat(Json.read(file, RunRequest.class)).isEqualTo(request);
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    Path file = folder.resolve("request.json");
    Json.write(
        file, new RunRequest(RunRequest.SCHEMA, "run", "cell", 1, 42, SETTINGS, null, false, null));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(CorruptFileException.class)
          .isThrownBy(() -> Json.read(file, RunRequest.class));
    }
  }

  @Test
  void aFileWithoutOneOfItsKeysIsRefused() throws IOException {
    Path file = folder.resolve("request.json");
    Json.write(
        file, new RunRequest(RunRequest.SCHEMA, "run", "cell", 1, 42, SETTINGS, null, false, null));
    List<String> lines = Files.readAllLines(file);
    int removed = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith(",")) {
        List<String> others = new ArrayList<>(lines);
        others.remove(i);
        Files.write(file, others);
        assertThatExceptionOfType(CorruptFileException.class)
            .as(lines.get(i))
            .isThrownBy(() -> Json.read(file, RunRequest.class));
        removed++;
      }
    }
    assertThat(removed).isGreaterThan(CellSettings.class.getRecordComponents().length);
  }

  @Test
  void theCellIsWhatWasAsked() {
    CellSettings otherRate =
        new CellSettings(
            "mnist",
            "0".repeat(64),
            null,
            "784-1024-10",
            "sigmoid",
            "mse",
            128,
            10,
            0.2,
            0,
            0,
            "cpu-threads",
            new TreeMap<>(Map.of("threads", "2")));
    assertThat(Cell.of(SETTINGS).id()).hasSize(64).isEqualTo(Cell.of(SETTINGS).id());
    assertThat(Cell.of(otherRate).id()).isNotEqualTo(Cell.of(SETTINGS).id());
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("plan.json");
    Json.write(file, Map.of("a", 1));
    Files.createDirectory(folder.resolve("plan.json.part"));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> Json.write(file, Map.of("a", 2)));
    assertThat(Files.readString(file)).contains("1");
  }
}

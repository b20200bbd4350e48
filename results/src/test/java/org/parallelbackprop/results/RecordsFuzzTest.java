package org.parallelbackprop.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes valid files a little, many times over, from a fixed seed. {@code mvn -Pfuzz} has Jazzer
 * look further.
 */
final class RecordsFuzzTest {

  private static final int INPUTS_PER_FILE = 2_000;
  private static final int MAX_CHANGES = 3;
  private static final byte[] INTERESTING =
      "{}[],:\"\\\n.-+eE019NaNnulltrue \0\u007f\u0080\u00ff".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir Path folder;

  @Test
  void whateverIsChangedIsRefusedWithASentenceOrReadAsItStands() throws IOException {
    List<byte[]> files = validFiles();
    for (byte[] file : files) {
      SplittableRandom random = new SplittableRandom(file.length);
      for (int i = 0; i < INPUTS_PER_FILE; i++) {
        byte[] input = changed(file, random);
        try {
          RecordsFuzz.fuzzerTestOneInput(input);
        } catch (Throwable e) {
          throw new AssertionError(
              "input " + i + ": " + new String(input, StandardCharsets.ISO_8859_1), e);
        }
      }
    }
  }

  /** Where {@code mvn -Pfuzz} has Jazzer begin. */
  @Test
  void validFilesAreWrittenAsSeeds() throws IOException {
    Path seeds = Files.createDirectories(Path.of("target", "fuzz-seeds"));
    List<byte[]> files = validFiles();
    for (int i = 0; i < files.size(); i++) {
      Files.write(seeds.resolve("valid-" + i), files.get(i));
    }
    try (Stream<Path> written = Files.list(seeds)) {
      assertThat(written).hasSizeGreaterThanOrEqualTo(files.size());
    }
  }

  /** The target itself would find nothing if it refused everything. */
  @Test
  void theFilesThatAreChangedAreValid() throws IOException {
    List<byte[]> files = validFiles();
    assertThat(RecordsFuzz.accepts(() -> RecordsFuzz.epochs(files.getFirst()))).isTrue();
    assertThat(RecordsFuzz.accepts(() -> RecordsFuzz.tensors(files.get(1)))).isTrue();
    assertThat(RecordsFuzz.accepts(() -> RecordsFuzz.record(files.get(2), RunOutcome.class)))
        .isTrue();
    assertThat(RecordsFuzz.accepts(() -> RecordsFuzz.record(files.get(3), Manifest.class)))
        .isTrue();
    assertThat(RecordsFuzz.accepts(() -> RecordsFuzz.record(files.get(4), Energy.class))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{} {}",
        "[]",
        "\"run\"",
        "{\"schema\":2,\"run_id\":\"r\",\"finished_at\":\"t\",\"outcome\":{\"type\":\"failed\",\"message\":\"m\"},\"epochs_completed\":0,\"files\":{}}",
        "{\"schema\":1,\"run_id\":null,\"finished_at\":\"t\",\"outcome\":{\"type\":\"failed\",\"message\":\"m\"},\"epochs_completed\":0,\"files\":{}}",
        "{\"schema\":1,\"run_id\":\"r\",\"finished_at\":\"t\",\"outcome\":{\"type\":\"failed\",\"message\":null},\"epochs_completed\":0,\"files\":{}}",
        "{\"schema\":1,\"run_id\":\"r\",\"finished_at\":\"t\",\"outcome\":{\"type\":\"won\"},\"epochs_completed\":0,\"files\":{}}",
        "{\"schema\":1,\"run_id\":\"r\",\"finished_at\":\"t\",\"outcome\":{\"type\":\"failed\",\"message\":\"m\"},\"epochs_completed\":-1,\"files\":{}}",
        "{\"schema\":1,\"run_id\":\"r\",\"finished_at\":\"t\",\"outcome\":{\"type\":\"failed\",\"message\":\"m\"},\"epochs_completed\":0,\"files\":{\"../a.b\":\"c\"}}",
        "{\"schema\":1,\"run_id\":\"r\",\"finished_at\":\"t\",\"outcome\":{\"type\":\"failed\",\"message\":\"m\"},\"epochs_completed\":0,\"files\":{\"a.b\":null}}",
        "{\"schema\":1,\"run_id\":\"r\",\"finished_at\":\"t\",\"outcome\":{\"type\":\"completed\",\"parameters_sha256\":\"s\"},\"epochs_completed\":0,\"files\":{}}",
      })
  void whatIsNoOutcomeIsRefused(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThat(RecordsFuzz.accepts(() -> RecordsFuzz.record(bytes, RunOutcome.class))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,1d,1.0,,,,,",
        "1,0x1p0,1.0,,,,,",
        "1, 1.0,1.0,,,,,",
        "1,NaN,1.0,,,,,",
        "1,-1.0,1.0,,,,,",
        "1,1.0,Infinity,,,,,",
        "1,1.0,1.0,,,1.5,,",
        "1,1.0,1.0,,,,,-0.1",
        "1,1.0,1.0,,,,,NaN",
        "0,1.0,1.0,,,,,",
      })
  void whatIsNoRowIsRefused(String row) throws IOException {
    byte[] file =
        (Files.readString(epochs()).lines().findFirst().orElseThrow() + "\n" + row + "\n")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(RecordsFuzz.accepts(() -> RecordsFuzz.epochs(file))).isFalse();
  }

  private Path epochs() throws IOException {
    Path epochs = folder.resolve("epochs.csv");
    try (EpochsFile.Appender appender = new EpochsFile.Appender(epochs)) {
      appender.append(new EpochRow(1, 0.25, 1e-9, 0.5, null, 0.8132, Double.MIN_VALUE, 1.0));
      appender.append(new EpochRow(2, 3.5, 0.25, null, null, null, Double.NaN, 0.0));
    }
    return epochs;
  }

  private List<byte[]> validFiles() throws IOException {
    Path tensors = folder.resolve("tensors.safetensors");
    TensorsFile.write(
        tensors,
        List.of(
            new Tensor("layer1.weight", List.of(2, 1), new float[] {1, 2}),
            new Tensor("layer1.bias", List.of(2), new float[] {3, Float.NaN})));
    RunOutcome outcome =
        new RunOutcome(
            RunOutcome.SCHEMA,
            "run",
            "2026-11-24T00:00:00Z",
            new Outcome.Completed("ab".repeat(32)),
            2,
            new TreeMap<>(Map.of("epochs.csv", "cd".repeat(32))));
    Manifest manifest =
        new Manifest(
            Manifest.SCHEMA,
            "run",
            "2026-11-24T00:00:00Z",
            new Manifest.EngineRecord("cpu-threads", 1, new TreeMap<>(Map.of("threads", "2"))),
            new Manifest.Build("ef".repeat(32), "0.1.0", null, null),
            new Manifest.JavaRecord("vendor", "25", "vm", List.of("java", "-Xmx1g")),
            new Manifest.Machine("os", "amd64", null, 1, 1, 2, 4, 4, null),
            new Manifest.DatasetRecord("mnist", "01".repeat(32), 50_000, 10_000, 10_000),
            Conditions.of(0.1, 0.5),
            Conditions.of(0.1, null),
            new Manifest.Preparation(0.5, 1e-3, 0, 2),
            1e9,
            "23".repeat(32));
    Energy energy =
        new Energy(
            Energy.SCHEMA,
            List.of(
                new Energy.Counter(
                    "intel-rapl:0 package-0",
                    Energy.Part.PROCESSOR,
                    List.of(new Energy.Epoch(1.5), new Energy.Epoch(null)))));
    return Stream.concat(
            Stream.of(Files.readAllBytes(epochs()), Files.readAllBytes(tensors)),
            Stream.of(outcome, manifest, energy)
                .map(record -> Json.compact(record).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static byte[] changed(byte[] file, SplittableRandom random) {
    byte[] bytes = file.clone();
    for (int change = random.nextInt(MAX_CHANGES); change >= 0 && bytes.length > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> bytes[at] = INTERESTING[random.nextInt(INTERESTING.length)];
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = joined(bytes, at, at + random.nextInt(bytes.length - at));
        default -> bytes = joined(bytes, at, random.nextInt(at + 1));
      }
    }
    return bytes;
  }

  /** The bytes before {@code end}, then those from {@code start}: some left out or repeated. */
  private static byte[] joined(byte[] bytes, int end, int start) {
    byte[] result = Arrays.copyOf(bytes, end + bytes.length - start);
    System.arraycopy(bytes, start, result, end, bytes.length - start);
    return result;
  }
}

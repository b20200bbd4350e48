package org.parallelbackprop.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.DatasetReader;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.Energy;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.EpochsFile;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunOutcome;
import org.parallelbackprop.results.RunRequest;
import org.parallelbackprop.results.Sha256;
import org.parallelbackprop.results.TensorsFile;
import org.parallelbackprop.worker.energy.NvmlStandIn;

/** Starts real workers on a data set of a few images. */
final class WorkerTest {

  private static final String NETWORK = "4-3-10";
  private static final int TRAINING_IMAGES = 12;
  private static final int TEST_IMAGES = 4;
  private static final int SEED = 42;

  @TempDir Path temporary;
  private final Map<String, String> environment = new TreeMap<>();
  private RunFolder run;
  private Path images;

  @BeforeEach
  void writeImages() throws IOException {
    run = new RunFolder(Files.createDirectory(temporary.resolve("run")));
    images = Files.createDirectory(temporary.resolve("images"));
    writeImages("train", TRAINING_IMAGES);
    writeImages("t10k", TEST_IMAGES);
  }

  private void writeImages(String part, int count) throws IOException {
    ByteBuffer pixels = ByteBuffer.allocate(16 + 4 * count);
    pixels.putInt(0x803).putInt(count).putInt(2).putInt(2);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      pixels.putInt(i);
      labels.put((byte) (i % 2));
    }
    Files.write(images.resolve(part + "-images-idx3-ubyte"), pixels.array());
    Files.write(images.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }

  private RunRequest request(String act, int epochs, boolean keepParameters) throws IOException {
    String dataset = "idx:" + images;
    String sha256 = DatasetReader.read(DatasetName.parse(dataset), images).sha256();
    return request(act, epochs, keepParameters, sha256, new TreeMap<>(Map.of("act", act)));
  }

  private RunRequest request(
      String engineAct,
      int epochs,
      boolean keepParameters,
      String sha256,
      SortedMap<String, String> options) {
    CellSettings settings =
        new CellSettings(
            "idx:" + images,
            sha256,
            null,
            NETWORK,
            "sigmoid",
            "mse",
            4,
            epochs,
            0.1,
            0,
            0,
            engineAct.isEmpty() ? "absent" : "scripted",
            options);
    return new RunRequest(
        RunRequest.SCHEMA,
        "run-1",
        "cell",
        1,
        SEED,
        settings,
        images.toString(),
        keepParameters,
        null);
  }

  private Process start(RunRequest request) throws IOException {
    Json.write(run.request(), request);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Xmx64m");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(WorkerConsole.class.getName());
    command.add(run.request().toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(run.log().toFile());
    builder.environment().put("LD_LIBRARY_PATH", temporary.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private RunOutcome perform(RunRequest request) throws IOException, InterruptedException {
    assertThat(start(request).waitFor()).as(log()).isZero();
    RunOutcome outcome = Json.read(run.outcome(), RunOutcome.class);
    for (Map.Entry<String, String> file : outcome.files().entrySet()) {
      assertThat(Sha256.of(run.path().resolve(file.getKey()))).isEqualTo(file.getValue());
    }
    assertThat(EpochsFile.read(run.epochs())).hasSize(outcome.epochsCompleted());
    return outcome;
  }

  private String log() throws IOException {
    return Files.exists(run.log()) ? Files.readString(run.log()) : "no log";
  }

  @Test
  void aRunLeavesRowsManifestParametersAndOutcome() throws IOException, InterruptedException {
    RunRequest request = request("train", 3, true);
    RunOutcome outcome = perform(request);

    Parameters initial = Parameters.glorotUniform(NetworkShape.parse(NETWORK), SEED);
    float[] expected = initial.values();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += 3;
    }
    Parameters trained = new Parameters(initial.network(), expected);
    assertThat(outcome.outcome()).isEqualTo(new Outcome.Completed(trained.sha256()));
    Map<String, String> files = new TreeMap<>(outcome.files());
    files.remove("energy.json"); // where the processor's counters can be read
    assertThat(files)
        .containsOnlyKeys(
            "request.json",
            "epochs.csv",
            "manifest.json",
            "parameters.safetensors",
            "snapshots/start.safetensors",
            "snapshots/one-step.safetensors",
            "snapshots/one-epoch.safetensors",
            "snapshots/end.safetensors");
    byte[] kept = Files.readAllBytes(run.parameters());
    int header = ByteBuffer.wrap(kept).order(ByteOrder.LITTLE_ENDIAN).getInt();
    assertThat(
            ByteBuffer.wrap(kept, Long.BYTES + header, kept.length - Long.BYTES - header).slice())
        .isEqualTo(trained.littleEndian());

    Manifest manifest = Json.read(run.manifest(), Manifest.class);
    assertThat(manifest.engine().id()).isEqualTo("scripted");
    assertThat(manifest.initialParametersSha256()).isEqualTo(initial.sha256());
    assertThat(manifest.dataset().trainingExamples()).isEqualTo(10);
    assertThat(manifest.dataset().validationExamples()).isEqualTo(2);
    assertThat(manifest.dataset().testExamples()).isEqualTo(TEST_IMAGES);
    assertThat(manifest.operationsPerEpoch())
        .isEqualTo(OperationCount.epoch(initial.network(), 10));
    assertThat(manifest.java().command()).contains(WorkerConsole.class.getName());
    assertThat(manifest.machine().availableProcessors()).isPositive();
    assertThat(manifest.build().id()).hasSize(64);

    EpochRow last = EpochsFile.read(run.epochs()).getLast();
    assertThat(last.trainingLoss()).isEqualTo(0.25);
    assertThat(last.testAccuracy()).isEqualTo(0.5);
    assertThat(last.validationLoss()).isEqualTo(1.0);
    assertThat(log()).contains("epoch 3/3").contains("completed");
  }

  @Test
  void whereEnergyIsCountedARunLeavesIt() throws IOException, InterruptedException {
    NvmlStandIn.build(temporary);
    RunOutcome outcome = perform(request("train-on-gpu", 2, false));
    assertThat(outcome.files()).containsKey("energy.json");
    assertThat(Json.read(run.energy(), Energy.class).counters())
        .filteredOn(counter -> counter.part() == Energy.Part.GPU)
        .singleElement()
        .satisfies(counter ->
            assertThat(counter.epochs())
                .hasSize(2)
                .allMatch(epoch -> isOneStep(epoch.trainJoules())));
  }

  /** Between its reading before an epoch and the next one after it. */
  private static boolean isOneStep(@Nullable Double joules) {
    return joules != null && Math.rint(1000 * joules) == 1000 * NvmlStandIn.STEP;
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-energy", "no-driver"})
  void aGpuThatDoesNotCountIsNoObstacle(String pretence) throws IOException, InterruptedException {
    NvmlStandIn.build(temporary);
    environment.put(NvmlStandIn.PRETENCE, pretence);
    assertThat(perform(request("train-on-gpu", 1, false)).outcome())
        .isInstanceOf(Outcome.Completed.class);
    if (Files.exists(run.energy())) { // where the processor's counters can be read
      assertThat(Json.read(run.energy(), Energy.class).counters())
          .noneMatch(counter -> counter.part() == Energy.Part.GPU);
    }
  }

  @Test
  void theFirstBlockLeavesSnapshots() throws IOException, InterruptedException {
    perform(request("train", 3, true));
    float start = firstWeight(Moment.START);
    assertThat(start)
        .isEqualTo(Parameters.glorotUniform(NetworkShape.parse(NETWORK), SEED).values()[0]);
    assertThat(firstWeight(Moment.ONE_STEP)).isEqualTo(start + 1);
    assertThat(firstWeight(Moment.ONE_EPOCH)).isEqualTo(start + 1);
    assertThat(firstWeight(Moment.END)).isEqualTo(start + 3);
  }

  private float firstWeight(Moment moment) throws IOException {
    return TensorsFile.read(run.snapshot(moment)).getFirst().at(0);
  }

  @Test
  void otherBlocksLeaveNone() throws IOException, InterruptedException {
    RunRequest first = request("train", 1, false);
    RunOutcome outcome =
        perform(
            new RunRequest(
                first.schema(),
                first.runId(),
                first.cellId(),
                2,
                first.seed(),
                first.settings(),
                first.dataFolder(),
                false,
                null));
    assertThat(outcome.files()).containsOnlyKeys("request.json", "epochs.csv", "manifest.json");
  }

  @Test
  void withoutImagesToValidateWithTheFieldsAreEmpty() throws IOException, InterruptedException {
    writeImages("train", 5);
    RunOutcome outcome = perform(request("train", 1, false));
    assertThat(outcome.outcome()).isInstanceOf(Outcome.Completed.class);
    EpochRow row = EpochsFile.read(run.epochs()).getFirst();
    assertThat(row.validationLoss()).isNull();
    assertThat(row.validationAccuracy()).isNull();
    assertThat(row.testAccuracy()).isEqualTo(0.5);
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunWithoutARowForIt() throws IOException, InterruptedException {
    RunOutcome outcome = perform(request("diverge-in-loss", 3, true));
    assertThat(outcome.outcome()).isEqualTo(new Outcome.Diverged(2, "NaN"));
    assertThat(outcome.epochsCompleted()).isEqualTo(1);
  }

  @Test
  void infiniteParametersEndTheRun() throws IOException, InterruptedException {
    RunOutcome outcome = perform(request("diverge-in-parameters", 3, true));
    assertThat(outcome.outcome()).isEqualTo(new Outcome.Diverged(2, null));
  }

  @Test
  void anErrorBecomesOneLineInTheOutcomeAndTheWholeStoryInTheLog()
      throws IOException, InterruptedException {
    RunOutcome outcome = perform(request("throw", 3, false));
    assertThat(outcome.outcome()).isEqualTo(new Outcome.Failed("the kernel failed"));
    assertThat(outcome.epochsCompleted()).isEqualTo(1);
    assertThat(log()).contains("second line").contains("at org.parallelbackprop");
  }

  @Test
  void exhaustedMemoryIsAnOutcomeOfItsOwn() throws IOException, InterruptedException {
    RunOutcome outcome = perform(request("exhaust-memory", 3, false));
    assertThat(outcome.outcome()).isEqualTo(new Outcome.OutOfMemory("Java heap space"));
  }

  @Test
  void whatTheEngineLacksIsSaidWithItsRemedy() throws IOException, InterruptedException {
    RunOutcome outcome = perform(request("be-unavailable", 3, false));
    assertThat(outcome.outcome())
        .isEqualTo(
            new Outcome.Unavailable("the device has too little memory", "Use a smaller batch."));
  }

  @Test
  void workThatTheEngineRefusesIsNotDoneAnotherWay() throws IOException, InterruptedException {
    RunOutcome outcome = perform(request("refuse", 3, false));
    assertThat(outcome.outcome()).isInstanceOf(Outcome.Unavailable.class);
    assertThat(outcome.outcome().describe()).contains("this activation is not supported");
  }

  @Test
  void anEngineThatIsNotThereIsNotReplaced() throws IOException, InterruptedException {
    RunOutcome outcome = perform(request("", 1, false, "0".repeat(64), new TreeMap<>()));
    assertThat(outcome.outcome())
        .isEqualTo(new Outcome.Failed("no engine absent is on the class path"));
  }

  @Test
  void anotherDataSetThanThePlannedOneIsRefused() throws IOException, InterruptedException {
    RunOutcome outcome =
        perform(request("train", 1, false, "0".repeat(64), new TreeMap<>(Map.of("act", "train"))));
    assertThat(outcome.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.outcome().describe()).contains("not the one that was planned");
  }

  @Test
  void aTerminatedRunSaysThatItWasInterruptedAndKeepsItsRows()
      throws IOException, InterruptedException {
    Process worker = start(request("take-long", 3, false));
    awaitFirstEpoch(worker);
    worker.destroy();
    assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.exitValue()).isEqualTo(128 + 15);
    RunOutcome outcome = Json.read(run.outcome(), RunOutcome.class);
    assertThat(outcome.outcome()).isEqualTo(new Outcome.Interrupted(1));
    assertThat(EpochsFile.read(run.epochs())).hasSize(1);
  }

  @Test
  void aKilledRunLeavesItsRowsAndNoOutcome() throws IOException, InterruptedException {
    Process worker = start(request("take-long", 3, false));
    awaitFirstEpoch(worker);
    worker.destroyForcibly().waitFor();
    assertThat(run.outcome()).doesNotExist();
    assertThat(EpochsFile.read(run.epochs())).hasSize(1);
  }

  @Test
  void aFolderThatHasARunAlreadyIsLeftAlone() throws IOException, InterruptedException {
    RunRequest request = request("train", 1, false);
    perform(request);
    byte[] outcome = Files.readAllBytes(run.outcome());
    assertThat(start(request).waitFor()).isEqualTo(3);
    assertThat(Files.readAllBytes(run.outcome())).isEqualTo(outcome);
  }

  @Test
  void aRequestThatIsNoneIsRefused() throws IOException, InterruptedException {
    RunRequest request = request("train", 1, false);
    start(request).waitFor();
    Files.writeString(run.request(), "{}");
    Process worker =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                WorkerConsole.class.getName(),
                run.request().toString())
            .start();
    assertThat(worker.waitFor()).isEqualTo(2);
  }

  private void awaitFirstEpoch(Process worker) throws IOException, InterruptedException {
    while (!Files.exists(run.epochs()) || Files.readString(run.epochs()).lines().count() < 2) {
      assertThat(worker.isAlive()).as(log()).isTrue();
      Thread.sleep(20);
    }
  }
}

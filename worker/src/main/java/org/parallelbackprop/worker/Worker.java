package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import org.parallelbackprop.datasets.Dataset;
import org.parallelbackprop.datasets.DatasetName;
import org.parallelbackprop.datasets.DatasetReader;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineUnavailableException;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.results.Conditions;
import org.parallelbackprop.results.Energy;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.Outcome;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunRequest;
import org.parallelbackprop.worker.energy.EnergyMeter;

/**
 * Does one run: data set, engine, epochs, record.
 *
 * <p>The clock stands around the engine's methods. The order of an epoch's examples is made, and
 * what the JVM's compilers are busy with awaited, before it starts; evaluation and checks follow
 * after it has stopped.
 */
final class Worker {

  private static final float[] NO_OUTPUTS = {};

  private final RunRequest request;
  private final RunFolder folder;
  private final RunRecord record;
  private final Snapshots snapshots;
  private final WorkerClock clock = new WorkerClock();

  Worker(RunRequest request, RunFolder folder, RunRecord record) {
    this.request = request;
    this.folder = folder;
    this.record = record;
    this.snapshots = new Snapshots(request, folder);
  }

  /**
   * Does the run and writes its outcome.
   *
   * @return how it ended
   * @throws IOException if the outcome cannot be written
   */
  Outcome perform() throws IOException {
    String startedAt = WorkerClock.timestamp();
    try (StopSignal stop = StopSignal.watch(record)) {
      Outcome outcome = attempt(startedAt, stop);
      record.finish(outcome);
      return outcome;
    }
  }

  /** The outermost frame: whatever goes wrong becomes an outcome here and nowhere else. */
  private Outcome attempt(String startedAt, StopSignal stop) {
    try {
      return train(startedAt, stop);
    } catch (EngineUnavailableException e) {
      return new Outcome.Unavailable(e.why().reason(), e.why().remedy());
    } catch (UnsatisfiedLinkError e) {
      WorkerConsole.showError(e);
      return new Outcome.Unavailable(
          "a native library is missing: " + oneLine(e),
          "`run-experiments doctor` says what this machine lacks.");
    } catch (OutOfMemoryError e) {
      WorkerConsole.showError(e);
      return new Outcome.OutOfMemory(oneLine(e));
    } catch (Throwable e) {
      WorkerConsole.showError(e);
      return new Outcome.Failed(oneLine(e));
    }
  }

  private Outcome train(String startedAt, StopSignal stop) throws IOException {
    EngineDescription description = EngineDescriptions.of(request.settings().engine());
    Engine engine = engine(description);
    if (engine.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
      return new Outcome.Unavailable(reason, remedy);
    }
    Work work = Work.of(request.settings());
    Optional<String> refusal = engine.refusal(work.spec(), work.options());
    if (refusal.isPresent()) {
      return new Outcome.Unavailable(
          engine.id() + " cannot do this work: " + refusal.get(),
          "Leave the cell out with `exclude`, or change the setting.");
    }

    SystemReadings readings = new SystemReadings(Path.of("/"), folder.path());
    Conditions before = readings.now();
    clock.start();
    Dataset dataset = dataset();
    double readSeconds = clock.seconds();
    Examples training = work.training(dataset);
    Parameters initial = Parameters.glorotUniform(work.spec().network(), request.seed());

    Manifest manifest;
    Outcome outcome;
    clock.start();
    try (TrainingSession session = engine.open(work.spec(), work.options(), initial)) {
      double openSeconds = clock.seconds();
      clock.start();
      session.load(training);
      double transferSeconds = clock.seconds();
      clock.start();
      session.warmUp();
      double warmUpSeconds = clock.seconds();

      manifest =
          manifest(
              startedAt,
              session,
              dataset,
              training.count(),
              before,
              new Manifest.Preparation(readSeconds, openSeconds, transferSeconds, warmUpSeconds),
              initial);
      record.write(manifest);
      try (EnergyMeter energy = EnergyMeter.of(session.facts())) {
        outcome = epochs(session, work, training.count(), dataset, energy, stop);
        if (outcome instanceof Outcome.Interrupted) {
          return outcome;
        }
        Optional<Energy> used = energy.record();
        if (outcome instanceof Outcome.Completed && used.isPresent()) {
          record.write(used.get());
        }
      }
    }
    record.write(manifest.withAfter(readings.now()));
    if (outcome instanceof Outcome.Completed) {
      snapshots.take(Moment.START, initial);
      snapshots.takeOneStep(engine, work, training, initial);
    }
    return outcome;
  }

  private Outcome epochs(
      TrainingSession session,
      Work work,
      int trainingCount,
      Dataset dataset,
      EnergyMeter energy,
      StopSignal stop)
      throws IOException {
    int epochs = request.settings().epochs();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      if (stop.received()) {
        return new Outcome.Interrupted(record.epochsCompleted());
      }
      int[] order = BatchOrder.epoch(request.seed(), epoch, trainingCount);
      JitCompilers.awaitIdle();
      energy.start();
      clock.start();
      OptionalDouble loss = session.trainEpoch(order);
      double trainSeconds = clock.seconds();
      energy.stop(trainSeconds);
      if (loss.isPresent() && !Double.isFinite(loss.getAsDouble())) {
        return new Outcome.Diverged(epoch, Double.toString(loss.getAsDouble()));
      }
      Parameters parameters = session.parameters();
      if (!parameters.areFinite()) {
        return new Outcome.Diverged(epoch, null);
      }
      if (epoch == 1) {
        snapshots.take(Moment.ONE_EPOCH, parameters);
      }
      EpochRow row = evaluate(session, work, dataset, epoch, trainSeconds, loss);
      record.append(row);
      WorkerConsole.showEpoch(row, epochs);
    }
    Parameters trained = session.parameters();
    if (request.keepParameters()) {
      ParametersFile.write(folder.parameters(), trained);
    }
    snapshots.take(Moment.END, trained);
    return new Outcome.Completed(trained.sha256());
  }

  private EpochRow evaluate(
      TrainingSession session,
      Work work,
      Dataset dataset,
      int epoch,
      double trainSeconds,
      OptionalDouble loss) {
    // A data set of fewer than six training images has none to validate with.
    boolean validates = dataset.validation().count() > 0;
    clock.start();
    float[] validationOutputs = validates ? session.outputs(dataset.validation()) : NO_OUTPUTS;
    float[] testOutputs = session.outputs(dataset.test());
    double evaluateSeconds = clock.seconds();
    Loss lossFunction = work.spec().loss();
    Evaluation validation =
        validates ? Evaluation.of(validationOutputs, dataset.validation(), lossFunction) : null;
    Evaluation test = Evaluation.of(testOutputs, dataset.test(), lossFunction);
    return new EpochRow(
        epoch,
        trainSeconds,
        evaluateSeconds,
        loss.isPresent() ? loss.getAsDouble() : null,
        validation == null ? null : validation.loss(),
        validation == null ? null : validation.accuracy(),
        test.loss(),
        test.accuracy());
  }

  private Dataset dataset() throws IOException {
    String folderName = request.dataFolder();
    Dataset dataset =
        DatasetReader.read(
            DatasetName.parse(request.settings().dataset()),
            folderName == null ? null : Path.of(folderName));
    if (!dataset.sha256().equals(request.settings().datasetSha256())) {
      throw new IOException(
          "the data set "
              + dataset.name()
              + " is not the one that was planned: its content has SHA-256 "
              + dataset.sha256()
              + ", planned was "
              + request.settings().datasetSha256());
    }
    return dataset;
  }

  private Manifest manifest(
      String startedAt,
      TrainingSession session,
      Dataset dataset,
      int trainingCount,
      Conditions before,
      Manifest.Preparation preparation,
      Parameters initial)
      throws IOException {
    return new Manifest(
        Manifest.SCHEMA,
        request.runId(),
        startedAt,
        new Manifest.EngineRecord(
            request.settings().engine(),
            EngineDescriptions.of(request.settings().engine()).numericsVersion(),
            session.facts()),
        Surroundings.build(request.source()),
        Surroundings.java(),
        Surroundings.machine(),
        new Manifest.DatasetRecord(
            dataset.name().toString(),
            dataset.sha256(),
            trainingCount,
            dataset.validation().count(),
            dataset.test().count()),
        before,
        null,
        preparation,
        // Of what is really trained: an engine that declares different work may leave layers out.
        OperationCount.epoch(session.parameters().network(), trainingCount),
        initial.sha256());
  }

  /** The engine; others of its jar are not made, so that none of theirs can disturb it. */
  private static Engine engine(EngineDescription description) {
    return ServiceLoader.load(Engine.class).stream()
        .filter(provider -> provider.type().getName().equals(description.className()))
        .map(ServiceLoader.Provider::get)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(description.className() + " is not offered as a service"));
  }

  private static String oneLine(Throwable error) {
    String message = error.getMessage();
    String name = error.getClass().getSimpleName();
    String text = message == null || message.isBlank() ? name : message;
    return text.lines().findFirst().orElse(name).strip();
  }
}

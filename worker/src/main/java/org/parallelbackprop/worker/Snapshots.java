package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.RunRequest;

/**
 * Parameters at moments of the training, from which a report tells whether engines did the same
 * work.
 *
 * <p>Runs of the first block leave them, the others do not: one comparison for each pair of cells
 * is enough, and the disk stays bounded.
 */
final class Snapshots {

  private static final int BLOCK = 1;

  /** Half a MiB for each matrix; see docs/architecture.md. */
  private static final int MOST_VALUES = 1 << 17;

  private final RunRequest request;
  private final RunFolder folder;

  Snapshots(RunRequest request, RunFolder folder) {
    this.request = request;
    this.folder = folder;
  }

  /** Writes the parameters of a moment, if this run leaves any. */
  void take(Moment moment, Parameters parameters) throws IOException {
    if (request.block() == BLOCK) {
      Path file = folder.snapshot(moment);
      Files.createDirectories(file.getParent());
      ParametersFile.writeRows(file, parameters, MOST_VALUES);
    }
  }

  /**
   * Has a session of its own train the first mini-batch alone, after all that is measured, so that
   * neither the measured session nor the state of the JVM is touched.
   */
  void takeOneStep(Engine engine, Work work, Examples training, Parameters initial)
      throws IOException {
    if (request.block() != BLOCK) {
      return;
    }
    int[] order = BatchOrder.epoch(request.seed(), 1, training.count());
    int batch = Math.min(work.spec().batchSize(), order.length);
    int[] firstBatch = Arrays.copyOf(order, batch);
    try (TrainingSession session = engine.open(work.spec(), work.options(), initial)) {
      session.load(picked(training, firstBatch));
      session.trainEpoch(ascending(batch));
      take(Moment.ONE_STEP, session.parameters());
    }
  }

  private static Examples picked(Examples all, int[] indices) {
    float[] features = new float[Math.multiplyExact(indices.length, all.featureCount())];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(
          all.features(),
          indices[i] * all.featureCount(),
          features,
          i * all.featureCount(),
          all.featureCount());
      labels[i] = all.labels()[indices[i]];
    }
    return new Examples(all.featureCount(), all.classes(), features, labels);
  }

  private static int[] ascending(int count) {
    int[] indices = new int[count];
    Arrays.setAll(indices, i -> i);
    return indices;
  }
}

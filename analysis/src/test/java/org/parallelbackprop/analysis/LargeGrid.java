package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.Moment;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.results.Tensor;
import org.parallelbackprop.results.TensorsFile;

/** 100 cells of two engines, five repeats, 50 epochs: what a long week of a machine leaves. */
final class LargeGrid {

  static final int CELLS = 100;
  static final int BLOCKS = 5;

  private static final int EPOCHS = 50;
  private static final int INPUTS = 784;
  private static final int HIDDEN = 1024;
  private static final int OUTPUTS = 10;

  /** Rows of the first matrix that a worker keeps of 784-1024-10. */
  private static final int KEPT_ROWS = (1 << 17) / INPUTS;

  private LargeGrid() {}

  /**
   * Writes the results folder.
   *
   * @param snapshots whether the runs of the first block leave parameters, 2.3 MB each, as real
   *     ones do
   */
  static void write(Path folder, boolean snapshots) throws IOException {
    SyntheticResults results = new SyntheticResults(folder, BLOCKS);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      String engine = i % 2 == 0 ? "cpu-serial" : "cpu-threads";
      Map<String, String> options = i % 2 == 0 ? Map.of() : Map.of("threads", "2");
      cells.add(
          results.add(SyntheticResults.cell("784-1024-10", 1 + i / 2, EPOCHS, engine, options)));
    }
    results.plan("large", null, Map.of("engine", "cpu-serial"));
    results.calibration(new Calibration.Roof(1, 20, 10), new Calibration.Roof(2, 40, 15));
    for (Cell cell : cells) {
      for (int block = 1; block <= BLOCKS; block++) {
        List<EpochRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
          double seconds = 1 + 0.01 * (epoch * block % 7);
          double accuracy = 1 - 1.0 / (epoch + 1);
          rows.add(new EpochRow(epoch, seconds, 0.1, 0.5, 0.5, accuracy, 0.5, accuracy));
        }
        RunFolder run = results.completed(cell, block, rows, "f".repeat(64));
        if (snapshots && block == 1) {
          writeSnapshots(run);
        }
      }
    }
  }

  private static void writeSnapshots(RunFolder run) throws IOException {
    for (Moment moment : Moment.values()) {
      SplittableRandom random = new SplittableRandom(moment.key().length());
      Path file = run.snapshot(moment);
      Files.createDirectories(file.getParent());
      TensorsFile.write(
          file,
          List.of(
              tensor("layer1.weight", random, KEPT_ROWS, INPUTS),
              tensor("layer1.bias", random, HIDDEN),
              tensor("layer2.weight", random, OUTPUTS, HIDDEN),
              tensor("layer2.bias", random, OUTPUTS)));
    }
  }

  private static Tensor tensor(String name, SplittableRandom random, Integer... shape) {
    float[] values = new float[Arrays.stream(shape).mapToInt(n -> n).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-0.1, 0.1);
    }
    return new Tensor(name, List.of(shape), values);
  }
}

package org.parallelbackprop.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.results.Tensor;
import org.parallelbackprop.results.TensorsFile;

/** Parameters as {@code layer1.weight} [n_1, n_0], {@code layer1.bias} [n_1], …, float32. */
final class ParametersFile {

  private ParametersFile() {}

  /** Writes all values. */
  static void write(Path file, Parameters parameters) throws IOException {
    writeRows(file, parameters, Integer.MAX_VALUE);
  }

  /**
   * Writes at most so many values of each tensor: of a larger matrix evenly spaced rows, the first
   * and the last among them, at least two.
   */
  static void writeRows(Path file, Parameters parameters, int mostValues) throws IOException {
    NetworkShape network = parameters.network();
    List<Tensor> tensors = new ArrayList<>();
    for (int l = 1; l <= network.layers(); l++) {
      tensors.add(
          rows(
              "layer" + l + ".weight",
              parameters.weights(l),
              network.width(l),
              network.width(l - 1),
              mostValues));
      tensors.add(
          new Tensor("layer" + l + ".bias", List.of(network.width(l)), parameters.biases(l)));
    }
    TensorsFile.write(file, tensors);
  }

  private static Tensor rows(String name, float[] weights, int rows, int columns, int mostValues) {
    int kept = Math.min(rows, Math.max(2, mostValues / columns));
    float[] values = new float[kept * columns];
    for (int i = 0; i < kept; i++) {
      int row = kept == rows ? i : (int) ((long) i * (rows - 1) / (kept - 1));
      System.arraycopy(weights, row * columns, values, i * columns, columns);
    }
    return new Tensor(name, List.of(kept, columns), values);
  }
}

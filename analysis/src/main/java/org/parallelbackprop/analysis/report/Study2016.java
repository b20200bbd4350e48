package org.parallelbackprop.analysis.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.DoubleColumnType;
import tech.tablesaw.io.csv.CsvReadOptions;

/** What figures 5 to 10 of the study of 2016 show; experiments/reference has the file. */
final class Study2016 {

  /** Training examples of an epoch. */
  static final int EXAMPLES = 50_000;

  private static final String RESOURCE = "/figures-2016.csv";

  /** Which engine of ours stands for which implementation of theirs. */
  private static final Map<String, String> ENGINES =
      Map.of(
          "serial", "cpu-serial",
          "parallel", "cpu-threads",
          "serial-blas", "cpu-vector",
          "parallel-blas", "cpu-vector",
          "cuda", "gpu-cuda",
          "cuda-optimized", "gpu-cuda",
          "theano-serial", "tribuo-tensorflow",
          "theano-parallel", "tribuo-tensorflow",
          "theano-cuda", "tribuo-tensorflow");

  /** What their speed-ups are taken against: the serial program of the same kind. */
  private static final Map<String, String> BASELINES =
      Map.of(
          "parallel", "serial",
          "parallel-blas", "serial-blas",
          "cuda", "serial-blas",
          "cuda-optimized", "serial-blas",
          "theano-parallel", "theano-serial",
          "theano-cuda", "theano-serial");

  /**
   * A bar of a figure.
   *
   * @param network widths
   * @param implementation their name
   * @param batchSize examples
   * @param secondsPerEpoch time
   */
  record Bar(String network, String implementation, int batchSize, double secondsPerEpoch) {

    /** The engine of ours that plays this part. */
    String engine() {
      return Objects.requireNonNull(ENGINES.get(implementation), implementation);
    }

    /** Name of the implementation that its speed-up is taken against; empty for serial ones. */
    String baseline() {
      return BASELINES.getOrDefault(implementation, "");
    }
  }

  private Study2016() {}

  /** All bars, in the order of the file. */
  static List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    for (Row row : table()) {
      bars.add(
          new Bar(
              row.getString("network"),
              row.getString("implementation"),
              row.getInt("batch_size"),
              row.getDouble("seconds_per_epoch")));
    }
    return bars;
  }

  private static Table table() {
    try (InputStream in =
        Objects.requireNonNull(Study2016.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return Table.read()
          .usingOptions(
              CsvReadOptions.builder(in)
                  .columnTypesPartial(Map.of("seconds_per_epoch", DoubleColumnType.instance())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.parallelbackprop.results;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was asked of one cell of the grid but the seed, with every default written out.
 *
 * <p>Values are in the form that experiment files use, so that a record stays readable without the
 * classes that interpret it.
 *
 * @param dataset name, or {@code idx:} and a folder's path
 * @param datasetSha256 hash that identifies the data set's uncompressed content
 * @param trainingExamples how many of the training examples are used, from the first on; null means
 *     all
 * @param network layer widths, e.g. {@code 784-1024-10}
 * @param activation {@code sigmoid}, {@code tanh} or {@code relu}
 * @param loss {@code mse} or {@code cross-entropy}
 * @param batchSize examples per mini-batch
 * @param epochs passes over the training examples
 * @param learningRate α
 * @param momentum μ, 0 for none
 * @param l2 λ, 0 for none
 * @param engine the engine's id
 * @param engineOptions options of the engine, e.g. {@code threads=2}; only those it declares
 */
public record CellSettings(
    String dataset,
    String datasetSha256,
    @Nullable Integer trainingExamples,
    String network,
    String activation,
    String loss,
    int batchSize,
    int epochs,
    double learningRate,
    double momentum,
    double l2,
    String engine,
    SortedMap<String, String> engineOptions) {

  private static final Pattern DATASET = Pattern.compile("[^\\p{Cntrl}]{1,4096}");
  private static final Pattern NETWORK = Pattern.compile("[1-9][0-9]{0,8}(-[1-9][0-9]{0,8}){1,99}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern OPTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");

  public CellSettings {
    Check.form("dataset", dataset, DATASET);
    Check.form("dataset sha256", datasetSha256, Sha256.FORMAT);
    if (trainingExamples != null) {
      Check.atLeast("training examples", 1, trainingExamples);
    }
    Check.form("network", network, NETWORK);
    Check.form("activation", activation, NAME);
    Check.form("loss", loss, NAME);
    Check.atLeast("batch size", 1, batchSize);
    Check.atLeast("epochs", 1, epochs);
    requireFloat("learning rate", learningRate);
    requireFloat("momentum", momentum);
    requireFloat("l2", l2);
    Check.form("engine", engine, NAME);
    engineOptions.forEach((name, value) -> {
      Check.form("engine option", name, NAME);
      Check.form(name, value, OPTION);
    });
    engineOptions = Collections.unmodifiableSortedMap(new TreeMap<>(engineOptions));
  }

  private static void requireFloat(String name, double number) {
    if (!(number >= 0 && number <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(name + " cannot be " + number);
    }
  }
}

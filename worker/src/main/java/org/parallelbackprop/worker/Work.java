package org.parallelbackprop.worker;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.datasets.Dataset;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.results.CellSettings;

/**
 * The settings of a cell in the engines' vocabulary.
 *
 * @param spec what is trained
 * @param options how
 * @param trainingExamples how many of the training examples are used, null for all
 */
record Work(TrainingSpec spec, EngineOptions options, @Nullable Integer trainingExamples) {

  /**
   * Reads settings.
   *
   * @throws IllegalArgumentException if a value is not one that the vocabulary knows
   */
  static Work of(CellSettings settings) {
    return new Work(
        new TrainingSpec(
            NetworkShape.parse(settings.network()),
            named(Activation.values(), Activation::key, settings.activation()),
            named(Loss.values(), Loss::key, settings.loss()),
            settings.batchSize(),
            (float) settings.learningRate(),
            (float) settings.momentum(),
            (float) settings.l2()),
        new EngineOptions(settings.engineOptions()),
        settings.trainingExamples());
  }

  /**
   * The training examples that are used.
   *
   * @throws IllegalArgumentException if the data set has fewer
   */
  Examples training(Dataset dataset) {
    Examples all = dataset.training();
    if (trainingExamples == null) {
      return all;
    }
    if (trainingExamples > all.count()) {
      throw new IllegalArgumentException(
          dataset.name()
              + " has "
              + all.count()
              + " training examples, asked for are "
              + trainingExamples);
    }
    return all.first(trainingExamples);
  }

  private static <T> T named(T[] values, Function<T, String> key, String text) {
    return Arrays.stream(values)
        .filter(value -> key.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\"" + text + "\" is none of " + Arrays.stream(values).map(key).toList()));
  }
}

package org.parallelbackprop.runner.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.runner.spec.CellKeys;

/** A cell's settings under the keys, and in the written forms, of experiment files. */
public final class CellSettingsView {

  private CellSettingsView() {}

  /** All settings that the cell has; an option that its engine does not take is absent. */
  public static Map<String, String> of(CellSettings cell) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(CellKeys.DATASET, cell.dataset());
    settings.put(CellKeys.NETWORK, cell.network());
    settings.put(CellKeys.ENGINE, cell.engine());
    settings.put(CellKeys.BATCH_SIZE, Integer.toString(cell.batchSize()));
    settings.put(CellKeys.EPOCHS, Integer.toString(cell.epochs()));
    settings.put(CellKeys.LEARNING_RATE, Double.toString(cell.learningRate()));
    settings.put(CellKeys.ACTIVATION, cell.activation());
    settings.put(CellKeys.LOSS, cell.loss());
    settings.put(CellKeys.MOMENTUM, Double.toString(cell.momentum()));
    settings.put(CellKeys.L2, Double.toString(cell.l2()));
    Integer examples = cell.trainingExamples();
    if (examples != null) {
      settings.put(CellKeys.TRAINING_EXAMPLES, examples.toString());
    }
    settings.putAll(cell.engineOptions());
    return settings;
  }
}

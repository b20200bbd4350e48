package org.parallelbackprop.runner.spec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parallelbackprop.engine.EngineDescription.OptionValues;

/** The keys of a cell's settings. */
public final class CellKeys {

  public static final String DATASET = "dataset";
  public static final String NETWORK = Key.NETWORK.text();
  public static final String ENGINE = Key.ENGINE.text();
  public static final String BATCH_SIZE = Key.BATCH_SIZE.text();
  public static final String EPOCHS = Key.EPOCHS.text();
  public static final String LEARNING_RATE = Key.LEARNING_RATE.text();
  public static final String ACTIVATION = Key.ACTIVATION.text();
  public static final String LOSS = Key.LOSS.text();
  public static final String MOMENTUM = Key.MOMENTUM.text();
  public static final String L2 = Key.L2.text();
  public static final String TRAINING_EXAMPLES = Key.TRAINING_EXAMPLES.text();

  private CellKeys() {}

  /** Keys that every cell must be given. */
  public static List<String> required() {
    return Arrays.stream(Key.values())
        .filter(key -> key.ifMissing() == null)
        .map(Key::text)
        .toList();
  }

  /** What holds for keys that a cell is not given. */
  public static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    for (Key key : Key.values()) {
      String ifMissing = key.ifMissing();
      if (ifMissing != null && !ifMissing.isEmpty()) {
        defaults.put(key.text(), ifMissing);
      }
    }
    return defaults;
  }

  /** Whether a key is an option of engines. */
  public static boolean isOption(String key) {
    return !key.equals(DATASET) && Key.of(key).isEmpty();
  }

  /** What holds for an engine's option that a cell is not given. */
  public static String optionDefault(OptionValues values) {
    return switch (values) {
      case OptionValues.PositiveInteger _ -> Defaults.COUNT_OPTION;
      case OptionValues.Choice(List<String> words) -> words.getFirst();
    };
  }
}

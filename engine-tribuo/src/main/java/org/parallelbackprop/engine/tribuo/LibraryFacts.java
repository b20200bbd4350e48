package org.parallelbackprop.engine.tribuo;

import java.util.SortedMap;
import java.util.TreeMap;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.TrainingSpec;
import org.tensorflow.TensorFlow;

/** Facts for the report's fairness sheet; docs/third-party.md says what each name means. */
final class LibraryFacts {

  private LibraryFacts() {}

  /** What holds however TensorFlow is driven. */
  static SortedMap<String, String> ofTensorFlow(TrainingSpec spec, int threads) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put(EngineOptions.THREADS, Integer.toString(threads));
    facts.put("inter-op-threads", "1");
    facts.put("precision", "float32");
    facts.put("shuffling", "none of its own; the run's order of examples");
    facts.put("initialisation", "the run's initial parameters");
    facts.put("last-batch", "smaller, its mean over its own size");
    facts.put(
        "loss",
        spec.loss() == Loss.MSE
            ? "squared differences, summed over outputs, mean over the batch"
            : "softmax cross-entropy of the logits, mean over the batch");
    facts.put("native-library", "TensorFlow " + TensorFlow.version());
    return facts;
  }

  /** Version in the manifest of a library's jar. */
  static String version(Class<?> fromLibrary) {
    String version = fromLibrary.getPackage().getImplementationVersion();
    return version == null ? "of unknown version" : version;
  }
}

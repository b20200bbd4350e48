package org.parallelbackprop.engine.tribuo;

import org.parallelbackprop.engine.LibraryFacts;
import org.parallelbackprop.engine.TrainingSpec;
import org.tensorflow.TensorFlow;

/** What holds however TensorFlow is driven. */
final class TensorFlowFacts {

  private TensorFlowFacts() {}

  static LibraryFacts of(
      TrainingSpec spec,
      int threads,
      String optimizer,
      String timedRegion,
      String library,
      String differences) {
    return new LibraryFacts(
        threads,
        "intra-op pool of the process, which its first session sizes; operations one after the"
            + " other, inter-op pool of 1",
        "float32",
        "none of its own; the run's order of examples",
        "the run's initial parameters",
        "smaller, its mean over its own size",
        LibraryFacts.describe(spec.loss()),
        optimizer,
        timedRegion,
        library,
        "TensorFlow " + TensorFlow.version() + " with oneDNN",
        differences);
  }
}

package org.parallelbackprop.engine.tribuo;

import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.LibraryFacts;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Training by TensorFlow-Java: all examples lie in two tensors, of which every run of the graph
 * gathers its batch.
 */
final class TensorFlowSession implements TrainingSession {

  private static final int WARM_UP_BATCHES = 20;

  private final TrainingSpec spec;
  private final SortedMap<String, String> facts;

  /** Null once closed. */
  private @Nullable TensorFlowNetwork network;

  private @Nullable TFloat32 features;
  private @Nullable TInt32 labels;

  TensorFlowSession(TrainingSpec spec, int threads, Parameters initial) {
    this.spec = spec;
    this.network = new TensorFlowNetwork(spec, threads, initial);
    this.facts =
        TensorFlowFacts.of(
                spec,
                threads,
                spec.momentum() > 0 ? "ApplyMomentum" : "ApplyGradientDescent",
                "one run of the graph per batch, which gathers the batch's examples",
                "TensorFlow-Java "
                    + LibraryFacts.mavenVersion(
                        TensorFlow.class, "org.tensorflow", "tensorflow-core-api"),
                "not the same bits in every run")
            .byName();
  }

  @Override
  public void load(Examples training) {
    open();
    training.requireMatch(spec.network());
    release();
    features = TensorFlowNetwork.tensor(training, 0, training.count());
    labels = TInt32.tensorOf(Shape.of(training.count()), DataBuffers.of(training.labels()));
  }

  @Override
  public void warmUp() {
    TensorFlowNetwork open = open();
    if (features == null || labels == null || features.shape().get(0) == 0) {
      return;
    }
    int count = Math.toIntExact(features.shape().get(0));
    int examples = (int) Math.min((long) WARM_UP_BATCHES * spec.batchSize(), count);
    int[] order = IntStream.range(0, examples).toArray();
    open.rehearse(features, labels, order, spec.batchSize());
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    TensorFlowNetwork open = open();
    if (features == null || labels == null) {
      throw new IllegalStateException("no examples are loaded");
    }
    return OptionalDouble.of(open.trainEpoch(features, labels, order, spec.batchSize()));
  }

  @Override
  public float[] outputs(Examples examples) {
    TensorFlowNetwork open = open();
    examples.requireFeatures(spec.network());
    return open.outputs(examples);
  }

  @Override
  public Parameters parameters() {
    return open().parameters();
  }

  @Override
  public SortedMap<String, String> facts() {
    return facts;
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
    release();
  }

  private void release() {
    if (features != null) {
      features.close();
      features = null;
    }
    if (labels != null) {
      labels.close();
      labels = null;
    }
  }

  private TensorFlowNetwork open() {
    if (network == null) {
      throw new IllegalStateException("the session is closed");
    }
    return network;
  }
}

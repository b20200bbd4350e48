package org.parallelbackprop.engine.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.LibraryFacts;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/** Training by PyTorch: all examples lie in two arrays, of which every step takes its batch. */
final class PytorchSession implements TrainingSession {

  private static final int WARM_UP_BATCHES = 20;

  private final TrainingSpec spec;
  private final int threads;
  private final NDManager manager;
  private final PytorchNetwork network;
  private final SortedMap<String, String> facts;
  private @Nullable NDArray features;
  private @Nullable NDArray targets;

  PytorchSession(TrainingSpec spec, int threads, Parameters initial) {
    this.spec = spec;
    this.threads = threads;
    manager = NDManager.newBaseManager(Device.cpu(), PytorchNatives.ENGINE);
    open();
    network = new PytorchNetwork(manager, spec, initial);
    facts = describe();
  }

  private SortedMap<String, String> describe() {
    Set<String> features = JniUtils.getFeatures();
    return new LibraryFacts(
            JniUtils.getNumThreads(),
            "at::set_num_threads before each call; the calling thread is one of them; inter-op"
                + " threads are not used",
            "float32",
            "none of its own; the run's order of examples",
            "the run's initial parameters",
            "smaller, its mean over its own size",
            LibraryFacts.describe(spec.loss()),
            spec.momentum() > 0
                ? "velocity and update as array operations"
                : "update as array operations: parameter.sub(gradient.muli(rate))",
            "for each batch: its rows taken from the array of all examples, forward, backward by"
                + " PyTorch's differentiation, update, the loss read",
            "DJL " + Engine.getDjlVersion(),
            "PyTorch "
                + manager.getEngine().getVersion()
                + Stream.of("MKL", "MKLDNN", "OPENMP")
                    .filter(features::contains)
                    .collect(Collectors.joining(", ", " with ", "")),
            "not the same bits in every run; DJL's Trainer, which copies every gradient, is not"
                + " used")
        .byName();
  }

  @Override
  public void load(Examples training) {
    open();
    training.requireMatch(spec.network());
    release();
    Shape shape = new Shape(training.count(), training.featureCount());
    features = manager.create(training.features(), shape);
    try (NDArray labels = manager.create(training.labels())) {
      targets = labels.oneHot(training.classes());
    }
  }

  @Override
  public void warmUp() {
    open();
    if (features == null || targets == null || features.isEmpty()) {
      return;
    }
    long examples = Math.min((long) WARM_UP_BATCHES * spec.batchSize(), features.getShape().get(0));
    int[] order = IntStream.range(0, Math.toIntExact(examples)).toArray();
    try (PytorchNetwork scratch = new PytorchNetwork(manager, spec, network.parameters())) {
      scratch.trainEpoch(features, targets, order);
    }
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    open();
    if (features == null || targets == null) {
      throw new IllegalStateException("no examples are loaded");
    }
    return OptionalDouble.of(network.trainEpoch(features, targets, order));
  }

  @Override
  public float[] outputs(Examples examples) {
    open();
    examples.requireFeatures(spec.network());
    return network.outputs(examples);
  }

  @Override
  public Parameters parameters() {
    open();
    return network.parameters();
  }

  @Override
  public SortedMap<String, String> facts() {
    return facts;
  }

  @Override
  public void close() {
    if (manager.isOpen()) {
      release();
      network.close();
      manager.close();
    }
  }

  private void release() {
    if (features != null) {
      features.close();
      features = null;
    }
    if (targets != null) {
      targets.close();
      targets = null;
    }
  }

  /** Also takes PyTorch to this session's number of threads, of which a process has one. */
  private void open() {
    if (!manager.isOpen()) {
      throw new IllegalStateException("the session is closed");
    }
    JniUtils.setNumThreads(threads);
  }
}

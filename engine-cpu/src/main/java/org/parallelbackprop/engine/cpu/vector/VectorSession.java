package org.parallelbackprop.engine.cpu.vector;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/** One network in training by {@code cpu-vector}. */
final class VectorSession implements TrainingSession {

  private final TrainingSpec spec;
  private final VectorSettings settings;
  private final WorkerTeam team;
  private final VectorKernels kernels;
  private final NetworkPasses passes;
  private final EpochLoop loop;
  private @Nullable TrainingSet training;
  private boolean closed;

  private record TrainingSet(ExampleRows rows, SimilarExamples similar) {}

  VectorSession(TrainingSpec spec, VectorSettings settings, Parameters initial) {
    this.spec = spec;
    this.settings = settings;
    team = new WorkerTeam("cpu-vector", settings.threads(), settings.pinned());
    kernels =
        VectorKernels.ofBits(settings.vectorBits(), spec.network().width(1), settings.threads());
    passes = NetworkPasses.of(spec, kernels, team, Sharing.of(team), initial);
    loop = new EpochLoop(team, passes, spec.batchSize());
  }

  @Override
  public void load(Examples examples) {
    requireOpen();
    examples.requireMatch(spec.network());
    training =
        new TrainingSet(
            ExampleRows.of(examples, settings.skipZeros(), kernels.tiling())
                .packed(kernels.tiling()),
            new SimilarExamples(examples));
  }

  @Override
  public void warmUp() {
    requireOpen();
    WarmUp.run(spec, kernels, team, settings.skipZeros());
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    requireOpen();
    TrainingSet loaded = training;
    if (loaded == null) {
      throw new IllegalStateException("no examples have been loaded");
    }
    int[] sorted = loaded.similar.sortBatches(order, spec.batchSize());
    ExampleRows rows = loaded.rows.inOrder(sorted, order.length);
    return OptionalDouble.of(loop.train(rows) / order.length);
  }

  @Override
  public float[] outputs(Examples examples) {
    requireOpen();
    examples.requireMatch(spec.network());
    int[] order = IntStream.range(0, examples.count()).toArray();
    return loop.outputs(
        ExampleRows.of(examples, false, kernels.tiling()).inOrder(order, order.length),
        spec.network().outputs());
  }

  @Override
  public Parameters parameters() {
    requireOpen();
    return passes.parameters();
  }

  @Override
  public SortedMap<String, String> facts() {
    SortedMap<String, String> facts = new TreeMap<>(settings.facts());
    if (training != null) {
      facts.put("first-layer-forward-kept", share(passes.keptInForwardProduct()));
      facts.put("features-kept-as", training.rows.packed() == null ? "floats" : "bytes");
      facts.put("first-layer-gradient-kept", share(training.rows.keptInGradient()));
    }
    return facts;
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  @Override
  public void close() {
    closed = true;
    training = null;
    team.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
  }
}

package org.parallelbackprop.engine.cpu;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * A {@link ScalarNetwork} and the team that trains it; that of {@code cpu-serial} is one worker.
 */
final class ScalarSession implements TrainingSession {

  /** Work on scratch data that gets C2 to compile the kernels; below a second. */
  private static final double WARM_UP_OPERATIONS = 2e9;

  private static final int FEWEST_WARM_UP_BATCHES = 20;
  private static final int MOST_WARM_UP_BATCHES = 2000;
  private static final int WARM_UP_EXAMPLES = 64;

  private final TrainingSpec spec;
  private final WorkerTeam team;
  private final List<RowSums> sums;

  /** Null once closed. */
  private @Nullable ScalarNetwork network;

  /** Null before load and once closed. */
  private @Nullable Examples examples;

  private @Nullable ScalarTraining training;

  /**
   * @param engine id of the engine, for the names of the threads
   */
  ScalarSession(String engine, TrainingSpec spec, int threads, Parameters initial) {
    initial.requireOf(spec.network());
    this.spec = spec;
    ScalarNetwork start = new ScalarNetwork(spec, initial);
    this.network = start;
    this.sums = Stream.generate(start::newRowSums).limit(threads).toList();
    this.team = new WorkerTeam(engine, threads);
  }

  @Override
  public void load(Examples loaded) {
    ScalarNetwork open = openNetwork();
    loaded.requireMatch(spec.network());
    examples = loaded;
    training = new ScalarTraining(spec, open, loaded, team, sums);
  }

  @Override
  public void warmUp() {
    ScalarNetwork open = openNetwork();
    if (examples == null || examples.count() == 0) {
      return;
    }
    Examples scratch = examples.first(Math.min(WARM_UP_EXAMPLES, examples.count()));
    int batchSize = Math.min(spec.batchSize(), scratch.count());
    double operations = OperationCount.epoch(spec.network(), batchSize);
    int batches =
        (int)
            Math.clamp(
                WARM_UP_OPERATIONS / operations, FEWEST_WARM_UP_BATCHES, MOST_WARM_UP_BATCHES);
    int[] order = new int[batches * batchSize];
    for (int i = 0; i < order.length; i++) {
      order[i] = i % scratch.count();
    }
    ScalarNetwork copy = new ScalarNetwork(spec, open.parameters());
    new ScalarTraining(spec, copy, scratch, team, sums).epoch(order);
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    openNetwork();
    if (training == null) {
      throw new IllegalStateException("no examples are loaded");
    }
    return training.epoch(order);
  }

  @Override
  public float[] outputs(Examples others) {
    ScalarNetwork open = openNetwork();
    others.requireFeatures(spec.network());
    return new ScalarEvaluation(spec.network(), open, others, team, sums).outputs();
  }

  @Override
  public Parameters parameters() {
    return openNetwork().parameters();
  }

  @Override
  public SortedMap<String, String> facts() {
    return new TreeMap<>(Map.of(EngineOptions.THREADS, Integer.toString(team.size())));
  }

  @Override
  public void close() {
    network = null;
    examples = null;
    training = null;
    team.close();
  }

  private ScalarNetwork openNetwork() {
    if (network == null) {
      throw new IllegalStateException("the session is closed");
    }
    return network;
  }
}

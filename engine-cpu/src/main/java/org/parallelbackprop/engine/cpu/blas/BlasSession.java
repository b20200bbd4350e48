package org.parallelbackprop.engine.cpu.blas;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.cpu.WorkerTeam;

/** One network in training by {@code cpu-blas}. */
final class BlasSession implements TrainingSession {

  private static final int WARM_UP_EXAMPLES = 64;
  private static final int WARM_UP_BATCHES = 200;

  private final TrainingSpec spec;
  private final OpenBlas blas;
  private final WorkerTeam team;
  private final BlasNetwork network;
  private @Nullable Examples training;
  private boolean closed;
  private double lossSum;

  BlasSession(TrainingSpec spec, OpenBlas blas, int threads, Parameters initial) {
    this.spec = spec;
    this.blas = blas;
    team = new WorkerTeam("cpu-blas", threads);
    network = new BlasNetwork(spec, blas, team, initial, spec.batchSize());
  }

  @Override
  public void load(Examples examples) {
    requireOpen();
    examples.requireMatch(spec.network());
    training = examples;
  }

  /**
   * Trains a copy of the network on few examples, until C2 has compiled what surrounds OpenBLAS.
   */
  @Override
  public void warmUp() {
    requireOpen();
    Examples examples = training;
    if (examples == null || examples.count() == 0) {
      return;
    }
    int batch = Math.min(WARM_UP_EXAMPLES, examples.count());
    BlasNetwork copy = new BlasNetwork(spec, blas, team, network.parameters(), batch);
    int[] order = IntStream.range(0, batch * WARM_UP_BATCHES).map(i -> i % batch).toArray();
    train(copy, examples, order, batch);
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    requireOpen();
    Examples examples = training;
    if (examples == null) {
      throw new IllegalStateException("no examples have been loaded");
    }
    train(network, examples, order, spec.batchSize());
    return OptionalDouble.of(lossSum / order.length);
  }

  private void train(BlasNetwork trained, Examples examples, int[] order, int batchSize) {
    lossSum = 0;
    team.run(worker -> {
      for (int start = 0; start < order.length; start += batchSize) {
        int batch = Math.min(batchSize, order.length - start);
        trained.train(worker, examples, order, start, batch);
        if (worker == 0) {
          for (int row = 0; row < batch; row++) {
            lossSum += trained.loss(row);
          }
        }
        team.barrier(worker);
      }
    });
  }

  @Override
  public float[] outputs(Examples examples) {
    requireOpen();
    examples.requireMatch(spec.network());
    int outputs = spec.network().outputs();
    int[] order = IntStream.range(0, examples.count()).toArray();
    float[] all = new float[Math.multiplyExact(examples.count(), outputs)];
    for (int start = 0; start < order.length; start += spec.batchSize()) {
      int from = start;
      int count = Math.min(spec.batchSize(), order.length - from);
      team.run(worker -> network.evaluate(worker, examples, order, from, count));
      for (int row = 0; row < count; row++) {
        for (int o = 0; o < outputs; o++) {
          all[(from + row) * outputs + o] = network.output(row, o);
        }
      }
    }
    return all;
  }

  @Override
  public Parameters parameters() {
    requireOpen();
    return network.parameters();
  }

  @Override
  public SortedMap<String, String> facts() {
    return new TreeMap<>(
        Map.of(
            EngineOptions.THREADS, Integer.toString(team.size()), "openblas", blas.description()));
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

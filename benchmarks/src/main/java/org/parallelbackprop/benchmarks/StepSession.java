package org.parallelbackprop.benchmarks;

import java.util.Arrays;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.BatchOrder;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.OperationCount;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.Philox;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.FirstStep;

/** A session that is known to compute the right thing, and the mini-batches to time it with. */
final class StepSession implements AutoCloseable {

  /** Mini-batches taken in turn, so that none stays in the caches. */
  private static final int BATCHES = 8;

  /** Examples in the step that is checked: the reference takes 50 ns for every operation. */
  private static final int CHECKED_EXAMPLES = 8;

  /** Share of MNIST's pixels that are not 0; engines may make use of zeros. */
  private static final double NON_ZERO = 0.191;

  private static final long SEED = 42;
  private static final long FEATURES = 1L << 40;

  private final TrainingSpec spec;
  private final TrainingSession session;
  private final int[] order;
  private int next;

  /**
   * Opens, checks one step against the reference, and warms up.
   *
   * @throws AssertionError if the engine computes something else
   */
  StepSession(EngineChoice choice, NetworkShape network, int batchSize) {
    spec = new TrainingSpec(network, Activation.SIGMOID, Loss.MSE, batchSize, 0.1f, 0, 0);
    Examples examples = draw(network, BATCHES * batchSize);
    order = BatchOrder.epoch(SEED, 1, examples.count());
    Parameters initial = Parameters.glorotUniform(network, SEED);
    session = choice.engine().open(spec, choice.options(), initial);
    session.load(examples);
    int[] checked = Arrays.copyOf(order, Math.min(CHECKED_EXAMPLES, batchSize));
    FirstStep.check(spec, initial, examples, checked, session);
    session.warmUp();
  }

  private static Examples draw(NetworkShape network, int count) {
    long[] words = Philox.words(SEED, FEATURES, Math.multiplyExact(count, network.inputs()));
    float[] features = new float[words.length];
    for (int i = 0; i < features.length; i++) {
      double uniform = Philox.toUnitInterval(words[i]);
      features[i] = uniform < NON_ZERO ? (float) (uniform / NON_ZERO) : 0;
    }
    int[] labels = new int[count];
    Arrays.setAll(labels, e -> e % network.outputs());
    return new Examples(network.inputs(), network.outputs(), features, labels);
  }

  /** Trains the next mini-batch; its loss. */
  double step() {
    int from = next * spec.batchSize();
    next = (next + 1) % BATCHES;
    return session
        .trainEpoch(Arrays.copyOfRange(order, from, from + spec.batchSize()))
        .orElse(Double.NaN);
  }

  /** Operations of one step, in units of 10⁹. */
  double gigaflop() {
    return OperationCount.epoch(spec.network(), spec.batchSize()) * 1e-9;
  }

  @Override
  public void close() {
    session.close();
  }
}

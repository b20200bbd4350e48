package org.parallelbackprop.engine.gpu;

import java.nio.IntBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.gpu.cuda.CudaGraph;
import org.parallelbackprop.engine.gpu.cuda.CudaStream;
import org.parallelbackprop.engine.gpu.cuda.DeviceBuffer;
import org.parallelbackprop.engine.gpu.cuda.Owned;
import org.parallelbackprop.engine.gpu.cuda.PinnedBuffer;

/**
 * All the work of an epoch over a given number of examples: bring in their order, put them into it,
 * train one mini-batch after the other, add up the losses.
 *
 * <p>The examples in order have memory of their own, so that mini-batch k lies at the same place in
 * every epoch, and the epoch can be recorded once as a graph.
 */
final class EpochProgram implements Owned.Resource {

  /**
   * Kernels above which an epoch is not recorded but enqueued one by one: a graph takes about a
   * kilobyte of memory for each, and mini-batches of a few examples make hundreds of thousands.
   */
  private static final long MOST_NODES = 1 << 16;

  /** Two that put the examples into order, and the sum of the losses. */
  private static final long KERNELS_AROUND_STEPS = 3;

  private final TrainingSet training;
  private final int batchSize;
  private final int count;
  private final Kernels kernels;
  private final CudaStream stream;
  private final Owned owned = new Owned();
  private final PinnedBuffer orderOnHost;
  private final PinnedBuffer totalOnHost;
  private final DeviceBuffer order;
  private final DeviceBuffer features;
  private final DeviceBuffer labels;
  private final DeviceBuffer losses;
  private final DeviceBuffer total;
  private final TrainingStep step;
  private final @Nullable CudaGraph graph;
  private final LaunchCost launchCost;
  private long kernelsPerStep;

  /**
   * Allocates, warms up and records.
   *
   * @param count examples in an epoch, which need not be all of the training set
   */
  EpochProgram(
      TrainingSpec spec,
      TrainingSet training,
      DeviceParameters parameters,
      Kernels kernels,
      Lane main,
      Lane side,
      int count) {
    this.training = training;
    this.batchSize = Math.min(spec.batchSize(), count);
    this.count = count;
    this.kernels = kernels;
    this.stream = main.stream();
    try {
      orderOnHost = owned.own(new PinnedBuffer((long) count * Integer.BYTES));
      totalOnHost = owned.own(new PinnedBuffer(Double.BYTES));
      order = owned.own(DeviceBuffer.ofWords(count, "the order of the examples"));
      features =
          owned.own(
              DeviceBuffer.ofWords(
                  (long) count * training.featureCount(), "the examples in order"));
      labels = owned.own(DeviceBuffer.ofWords(count, "the labels in order"));
      losses = owned.own(DeviceBuffer.ofWords(count, "the losses"));
      total = owned.own(DeviceBuffer.ofBytes(Double.BYTES, "the sum of the losses"));
      step = owned.own(new TrainingStep(spec, parameters, kernels, main, side, batchSize));
      parameters.keepDuring(this::warmUp);
      graph = isShortEnough(spec) ? owned.own(record()) : null;
      launchCost =
          LaunchCost.measure(
              KERNELS_AROUND_STEPS + kernelsPerStep * Math.ceilDiv(count, batchSize),
              stream,
              () -> kernels.sumLosses(stream, total, losses, 1),
              graph != null);
    } catch (Throwable e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  /**
   * Does the first and the last mini-batch, which have all the sizes there are: libraries load the
   * code for a size when they first meet it, which must not happen while a graph is recorded.
   */
  private void warmUp() {
    IntBuffer any = orderOnHost.content().asIntBuffer();
    while (any.hasRemaining()) {
      any.put(0);
    }
    enqueueGather();
    LaunchCost.Counter counter = new LaunchCost.Counter();
    stream.observe(counter);
    enqueueStep(0);
    stream.observe(null);
    kernelsPerStep = counter.count();
    if (count % batchSize != 0) {
      enqueueStep(count - count % batchSize);
    }
    enqueueSum();
    stream.synchronize("warm up");
  }

  private boolean isShortEnough(TrainingSpec spec) {
    long steps = Math.ceilDiv(count, batchSize);
    long mostNodesPerStep = 7L * spec.network().layers();
    return steps * mostNodesPerStep <= MOST_NODES;
  }

  private CudaGraph record() {
    CudaGraph recorded = CudaGraph.capture(stream, this::enqueue);
    try {
      recorded.upload(stream);
      return recorded;
    } catch (Throwable e) {
      recorded.close();
      throw e;
    }
  }

  private void enqueue() {
    enqueueGather();
    for (int from = 0; from < count; from += batchSize) {
      enqueueStep(from);
    }
    enqueueSum();
  }

  private void enqueueGather() {
    orderOnHost.enqueueUpload(order, stream);
    kernels.gatherRows(
        stream, features, training.features(), order, count, training.featureCount());
    kernels.gatherLabels(stream, labels, training.labels(), order, count);
  }

  private void enqueueStep(int from) {
    step.enqueue(
        features.at((long) from * training.featureCount()),
        labels.at(from),
        losses.at(from),
        Math.min(batchSize, count - from));
  }

  private void enqueueSum() {
    kernels.sumLosses(stream, total, losses, count);
    totalOnHost.enqueueDownload(total, stream);
  }

  /**
   * Trains an epoch and waits for it.
   *
   * @return mean loss
   */
  double run(int[] examples) {
    IntBuffer target = orderOnHost.content().asIntBuffer();
    for (int example : examples) {
      target.put(Objects.checkIndex(example, training.count()));
    }
    if (graph == null) {
      enqueue();
    } else {
      graph.launch(stream);
    }
    stream.synchronize("train an epoch");
    return totalOnHost.content().getDouble(0) / count;
  }

  /** Examples in an epoch. */
  int count() {
    return count;
  }

  /** What launching the kernels costs. */
  LaunchCost launchCost() {
    return launchCost;
  }

  /** For the record. */
  String submission() {
    return graph == null ? "one by one" : "graph of " + graph.nodes() + " nodes";
  }

  @Override
  public void close() {
    owned.close();
  }
}

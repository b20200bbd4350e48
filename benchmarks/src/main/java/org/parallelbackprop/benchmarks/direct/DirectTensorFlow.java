package org.parallelbackprop.benchmarks.direct;

import org.parallelbackprop.engine.Examples;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** TensorFlow-Java: batches are copied together in Java and fed, the framework's optimizer. */
final class DirectTensorFlow implements DirectTraining {

  private final Work work;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> x;
  private final Placeholder<TInt32> y;
  private final Operand<TFloat32> outputs;
  private final Operand<TFloat32> loss;
  private final Op minimize;

  DirectTensorFlow(Work work) {
    this.work = work;
    Ops tf = Ops.create(graph);
    x =
        tf.placeholder(
            TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, work.width(0))));
    y = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    outputs = tf.math.sigmoid(SigmoidGraph.logits(tf, x, work.initial()));
    Operand<TFloat32> targets =
        tf.oneHot(y, tf.constant(work.width(work.layers())), tf.constant(1f), tf.constant(0f));
    loss =
        tf.math.mean(
            tf.reduceSum(tf.math.squaredDifference(targets, outputs), tf.constant(1)),
            tf.constant(0));
    minimize = new GradientDescent(graph, work.learningRate()).minimize(loss);
    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(work.threads())
                .setInterOpParallelismThreads(1)
                .build());
    session.initialize();
  }

  @Override
  public void firstEpoch() {
    epoch();
  }

  private double epoch() {
    int inputs = work.width(0);
    float[] source = work.training().features();
    int[] order = work.order();
    long begin = System.nanoTime();
    for (int from = 0; from < order.length; from += work.batchSize()) {
      int size = Math.min(work.batchSize(), order.length - from);
      float[] features = new float[size * inputs];
      int[] labels = new int[size];
      for (int i = 0; i < size; i++) {
        System.arraycopy(source, order[from + i] * inputs, features, i * inputs, inputs);
        labels[i] = work.training().labels()[order[from + i]];
      }
      try (TFloat32 batch = TFloat32.tensorOf(Shape.of(size, inputs), DataBuffers.of(features));
          TInt32 classes = TInt32.vectorOf(labels);
          Result result =
              session
                  .runner()
                  .feed(x, batch)
                  .feed(y, classes)
                  .addTarget(minimize)
                  .fetch(loss)
                  .run()) {
        if (!(((TFloat32) result.get(0)).getFloat() < work.width(work.layers()))) {
          throw new IllegalStateException("this is no training");
        }
      }
    }
    return (System.nanoTime() - begin) * 1e-9;
  }

  @Override
  public double[] epochs(int count) {
    double[] seconds = new double[count];
    for (int i = 0; i < count; i++) {
      seconds[i] = epoch();
    }
    return seconds;
  }

  @Override
  public double accuracy(Examples examples) {
    try (TFloat32 all =
            TFloat32.tensorOf(
                Shape.of(examples.count(), examples.featureCount()),
                DataBuffers.of(examples.features()));
        Result result = session.runner().feed(x, all).fetch(outputs).run()) {
      TFloat32 values = (TFloat32) result.get(0);
      int correct = 0;
      for (int i = 0; i < examples.count(); i++) {
        int best = 0;
        for (int k = 1; k < examples.classes(); k++) {
          best = values.getFloat(i, k) > values.getFloat(i, best) ? k : best;
        }
        correct += best == examples.labels()[i] ? 1 : 0;
      }
      return (double) correct / examples.count();
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}

package org.parallelbackprop.engine.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A network as a graph of TensorFlow and the session that runs it. */
final class TensorFlowNetwork implements AutoCloseable {

  /** Examples whose outputs are computed in one run. */
  private static final int OUTPUT_ROWS = 1024;

  private final TensorLayout layout;
  private final Graph graph = new Graph();
  private final Session session;

  /** W_1, b_1, …, then with momentum the velocity of each in the same order. */
  private final List<Variable<TFloat32>> state = new ArrayList<>();

  private final List<Placeholder<TFloat32>> newState = new ArrayList<>();
  private final List<Op> assignments = new ArrayList<>();
  private final Placeholder<TFloat32> features;
  private final Placeholder<TInt32> labels;
  private final Placeholder<TInt32> rows;

  /** The rows of {@link #features} that a batch consists of; fed directly for outputs. */
  private final Operand<TFloat32> inputs;

  private final Operand<TFloat32> outputs;
  private final Operand<TFloat32> loss;
  private final List<Op> updates;

  TensorFlowNetwork(TrainingSpec spec, int threads, Parameters initial) {
    layout = new TensorLayout(spec.network());
    Ops tf = Ops.create(graph);
    for (Shape shape : layout.shapes()) {
      addState(tf, shape);
    }
    List<Variable<TFloat32>> parameters = List.copyOf(state);
    if (spec.momentum() > 0) {
      layout.shapes().forEach(shape -> addState(tf, shape));
    }
    features =
        tf.placeholder(
            TFloat32.class,
            Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, spec.network().inputs())));
    labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    rows = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    inputs = tf.gather(features, rows, tf.constant(0));
    Operand<TFloat32> targets =
        tf.oneHot(
            tf.gather(labels, rows, tf.constant(0)),
            tf.constant(spec.network().outputs()),
            tf.constant(1f),
            tf.constant(0f));
    Operand<TFloat32> logits = NetworkFormulas.logits(tf, spec.activation(), inputs, parameters);
    outputs = NetworkFormulas.outputs(tf, spec.loss(), logits);
    loss = NetworkFormulas.loss(tf, spec.loss(), targets, logits);
    updates = updates(tf, spec, parameters);
    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(1)
                .build());
    set(initial);
  }

  private void addState(Ops tf, Shape shape) {
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    state.add(variable);
    newState.add(value);
    assignments.add(tf.assign(variable, value));
  }

  /** {@link TrainingSpec}'s update of every parameter. */
  private List<Op> updates(Ops tf, TrainingSpec spec, List<Variable<TFloat32>> parameters) {
    Output<?>[] gradients =
        graph.addGradients(
            loss.asOutput(), parameters.stream().map(Variable::asOutput).toArray(Output<?>[]::new));
    List<Operand<TFloat32>> g = new ArrayList<>();
    for (int i = 0; i < gradients.length; i++) {
      @SuppressWarnings("unchecked") // the gradient of a variable has its type
      Operand<TFloat32> gradient = (Operand<TFloat32>) gradients[i];
      boolean isWeight = i % 2 == 0;
      g.add(
          isWeight && spec.l2() > 0
              ? tf.math.add(gradient, tf.math.mul(tf.constant(spec.l2()), parameters.get(i)))
              : gradient);
    }
    // A variable is updated in place: only after every gradient that still reads it.
    Ops afterGradients = tf.withControlDependencies(List.<Op>copyOf(g));
    Operand<TFloat32> learningRate = tf.constant(spec.learningRate());
    Operand<TFloat32> momentum = tf.constant(spec.momentum());
    List<Op> result = new ArrayList<>();
    for (int i = 0; i < g.size(); i++) {
      Variable<TFloat32> parameter = parameters.get(i);
      result.add(
          spec.momentum() > 0
              ? afterGradients.train.applyMomentum(
                  parameter, state.get(g.size() + i), learningRate, g.get(i), momentum)
              : afterGradients.train.applyGradientDescent(parameter, learningRate, g.get(i)));
    }
    return result;
  }

  /** Starts anew from the given parameters. */
  void set(Parameters parameters) {
    List<float[]> values = new ArrayList<>(layout.tensors(parameters));
    for (Variable<TFloat32> velocity : state.subList(values.size(), state.size())) {
      values.add(new float[Math.toIntExact(velocity.shape().size())]);
    }
    setState(values);
  }

  private void setState(List<float[]> values) {
    List<TFloat32> tensors = new ArrayList<>();
    try {
      Session.Runner run = session.runner();
      for (int i = 0; i < values.size(); i++) {
        TFloat32 tensor = TFloat32.tensorOf(newState.get(i).shape(), DataBuffers.of(values.get(i)));
        tensors.add(tensor);
        run.feed(newState.get(i), tensor).addTarget(assignments.get(i));
      }
      run.run().close();
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private List<float[]> getState() {
    Session.Runner run = session.runner();
    state.forEach(run::fetch);
    try (Result result = run.run()) {
      List<float[]> values = new ArrayList<>();
      for (int i = 0; i < state.size(); i++) {
        values.add(read(result.get(i)));
      }
      return values;
    }
  }

  Parameters parameters() {
    return layout.parameters(getState());
  }

  /**
   * Trains one pass.
   *
   * @param allFeatures [N, n_0]
   * @param allLabels [N]
   * @param order rows of both
   * @return mean loss
   */
  double trainEpoch(TFloat32 allFeatures, TInt32 allLabels, int[] order, int batchSize) {
    double total = 0;
    for (int from = 0; from < order.length; from += Math.min(batchSize, order.length - from)) {
      int size = Math.min(batchSize, order.length - from);
      try (TInt32 batch = TInt32.vectorOf(Arrays.copyOfRange(order, from, from + size))) {
        Session.Runner run =
            session
                .runner()
                .feed(features, allFeatures)
                .feed(labels, allLabels)
                .feed(rows, batch)
                .fetch(loss);
        updates.forEach(run::addTarget);
        try (Result result = run.run()) {
          total += size * (double) ((TFloat32) result.get(0)).getFloat();
        }
      }
    }
    return total / order.length;
  }

  /** Trains a pass whose effect is undone. */
  void rehearse(TFloat32 allFeatures, TInt32 allLabels, int[] order, int batchSize) {
    List<float[]> before = getState();
    trainEpoch(allFeatures, allLabels, order, batchSize);
    setState(before);
  }

  /** a_L for other examples, [N, n_L]. */
  float[] outputs(Examples examples) {
    int width = layout.network().outputs();
    float[] all = new float[Math.multiplyExact(examples.count(), width)];
    for (int from = 0; from < examples.count(); from += OUTPUT_ROWS) {
      int size = Math.min(OUTPUT_ROWS, examples.count() - from);
      try (TFloat32 batch = tensor(examples, from, size);
          Result result = session.runner().feed(inputs, batch).fetch(outputs).run()) {
        float[] values = read(result.get(0));
        System.arraycopy(values, 0, all, from * width, values.length);
      }
    }
    return all;
  }

  /** Features of some examples, copied off the heap. */
  static TFloat32 tensor(Examples examples, int from, int size) {
    int width = examples.featureCount();
    return TFloat32.tensorOf(
        Shape.of(size, width),
        DataBuffers.of(examples.features(), true, false)
            .slice((long) from * width, (long) size * width));
  }

  private static float[] read(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    ((TFloat32) tensor).asRawTensor().data().asFloats().read(values);
    return values;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}

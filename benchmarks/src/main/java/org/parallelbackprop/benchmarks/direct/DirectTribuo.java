package org.parallelbackprop.benchmarks.direct;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.interop.tensorflow.DenseFeatureConverter;
import org.tribuo.interop.tensorflow.GradientOptimiser;
import org.tribuo.interop.tensorflow.TensorFlowModel;
import org.tribuo.interop.tensorflow.TensorFlowTrainer;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tribuo: one call of its trainer for all epochs, each in the order of the data set. */
final class DirectTribuo implements DirectTraining {

  private static final int TEST_BATCH = 1000;

  private final Work work;
  private final GraphDef graph;
  private final MutableDataset<Label> dataset =
      new MutableDataset<>(
          new SimpleDataSourceProvenance("MNIST", new LabelFactory()), new LabelFactory());
  private @Nullable TensorFlowModel<Label> model;

  DirectTribuo(Work work) {
    this.work = work;
    try (Graph layers = new Graph()) {
      Ops tf = Ops.create(layers);
      Placeholder<TFloat32> x =
          tf.withName("x")
              .placeholder(
                  TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, work.width(0))));
      tf.withName("logits").identity(SigmoidGraph.logits(tf, x, work.initial()));
      graph = layers.toGraphDef();
    }
    for (int i : work.order()) {
      // Tribuo drops features that no example has; the first one has them all.
      dataset.add(example(work.training(), i, dataset.size() == 0));
    }
  }

  private static Example<Label> example(Examples from, int i, boolean withZeros) {
    List<String> names = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int f = 0; f < from.featureCount(); f++) {
      float value = from.features()[i * from.featureCount() + f];
      if (value != 0 || withZeros) {
        names.add(String.format(Locale.ROOT, "%03d", f));
        values.add((double) value);
      }
    }
    return new ArrayExample<>(
        new Label(Integer.toString(from.labels()[i])),
        names.toArray(String[]::new),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private TensorFlowModel<Label> train(int epochs) {
    TensorFlowTrainer<Label> trainer =
        new TensorFlowTrainer<>(
            graph,
            "logits",
            GradientOptimiser.GRADIENT_DESCENT,
            Map.of("learningRate", work.learningRate()),
            new DenseFeatureConverter("x"),
            new SquaredErrors(),
            work.batchSize(),
            epochs,
            TEST_BATCH,
            -1);
    useThreads(trainer);
    return trainer.train(dataset);
  }

  /** No constructor takes it. */
  private void useThreads(TensorFlowTrainer<Label> trainer) {
    try {
      Field threads = TensorFlowTrainer.class.getDeclaredField("intraOpParallelism");
      threads.setAccessible(true);
      threads.setInt(trainer, work.threads());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void firstEpoch() {
    model = train(1);
  }

  @Override
  public double accuracy(Examples examples) {
    if (model == null) {
      throw new IllegalStateException("nothing is trained yet");
    }
    int correct = 0;
    for (int i = 0; i < examples.count(); i++) {
      String predicted = model.predict(example(examples, i, false)).getOutput().getLabel();
      correct += predicted.equals(Integer.toString(examples.labels()[i])) ? 1 : 0;
    }
    return (double) correct / examples.count();
  }

  @Override
  public double[] epochs(int count) {
    long begin = System.nanoTime();
    train(count).close();
    return new double[] {(System.nanoTime() - begin) * 1e-9 / count};
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }
}

package org.parallelbackprop.benchmarks.direct;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import org.parallelbackprop.engine.Examples;

/** DJL with PyTorch: blocks, its trainer and its optimizer. */
final class DirectDjl implements DirectTraining {

  private final Work work;
  private final Model model;
  private final Trainer trainer;
  private final NDArray features;
  private final NDArray targets;

  DirectDjl(Work work) {
    this.work = work;
    model = Model.newInstance("mlp", Device.cpu(), "PyTorch");
    JniUtils.setNumThreads(work.threads());
    SequentialBlock layers = new SequentialBlock();
    for (int l = 1; l <= work.layers(); l++) {
      layers.add(Linear.builder().setUnits(work.width(l)).build());
      layers.add(Activation.sigmoidBlock());
    }
    model.setBlock(layers);
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(new SquaredErrors())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(
                    Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(work.learningRate()))
                        .build()));
    trainer.initialize(new Shape(1, work.width(0)));
    for (int l = 1; l <= work.layers(); l++) {
      Block layer = layers.getChildren().valueAt(2 * (l - 1));
      layer.getDirectParameters().get("weight").getArray().set(work.initial().weights(l));
      layer.getDirectParameters().get("bias").getArray().set(work.initial().biases(l));
    }
    Examples training = work.training();
    NDManager manager = model.getNDManager();
    features =
        manager.create(training.features(), new Shape(training.count(), training.featureCount()));
    targets = manager.create(training.labels()).oneHot(training.classes());
  }

  private static final class SquaredErrors extends Loss {

    SquaredErrors() {
      super("squared errors");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      NDArray targets = labels.singletonOrThrow();
      return targets
          .sub(predictions.singletonOrThrow())
          .square()
          .sum()
          .div(targets.getShape().get(0));
    }
  }

  @Override
  public void firstEpoch() {
    epoch();
  }

  private double epoch() {
    long[] order = Arrays.stream(work.order()).asLongStream().toArray();
    long begin = System.nanoTime();
    for (int from = 0; from < order.length; from += work.batchSize()) {
      int to = Math.min(from + work.batchSize(), order.length);
      try (NDManager batch = trainer.getManager().newSubManager();
          GradientCollector gradients = trainer.newGradientCollector()) {
        NDIndex rows = new NDIndex("{}", batch.create(Arrays.copyOfRange(order, from, to)));
        NDList y = new NDList(targets.get(batch, rows));
        NDList predictions = trainer.forward(new NDList(features.get(batch, rows)));
        NDArray loss = trainer.getLoss().evaluate(y, predictions);
        gradients.backward(loss);
        if (!(loss.getFloat() < work.width(work.layers()))) {
          throw new IllegalStateException("this is no training");
        }
      }
      trainer.step();
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
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDArray all =
          manager.create(examples.features(), new Shape(examples.count(), examples.featureCount()));
      NDArray labels = manager.create(Arrays.stream(examples.labels()).asLongStream().toArray());
      NDArray predicted = trainer.evaluate(new NDList(all)).singletonOrThrow().argMax(1);
      return predicted.eq(labels).countNonzero().getLong() / (double) examples.count();
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}

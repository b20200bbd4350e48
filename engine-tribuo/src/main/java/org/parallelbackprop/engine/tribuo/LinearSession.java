package org.parallelbackprop.engine.tribuo;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.LibraryFacts;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;

/** Logistic regression by Tribuo's trainer, which is called once per epoch. */
final class LinearSession implements TrainingSession {

  private final TrainingSpec spec;

  /** The spec's network without its hidden layers. */
  private final NetworkShape network;

  /** Weights [n_L, n_0 + 2]: one column for each input, one for the absent feature, biases. */
  private final LinearParameters weights;

  private final ResumedLinearTrainer trainer;
  private final SortedMap<String, String> facts;
  private @Nullable TribuoExamples examples;
  private boolean closed;

  LinearSession(TrainingSpec spec) {
    TribuoLog.keepToWarnings();
    this.spec = spec;
    network = new NetworkShape(List.of(spec.network().inputs(), spec.network().outputs()));
    weights = new LinearParameters(network.inputs() + 2, network.outputs());
    // Tribuo's step is rate · Σ weights · Σ gradients; the spec's is rate / M · Σ gradients.
    double batch = spec.batchSize();
    trainer =
        new ResumedLinearTrainer(weights, spec.learningRate() / (batch * batch), spec.batchSize());
    facts = describe();
  }

  private static SortedMap<String, String> describe() {
    SortedMap<String, String> facts =
        new LibraryFacts(
                1,
                "Tribuo's linear trainer has no threads",
                "float64",
                "none of its own; the run's order of examples",
                "zeros",
                "smaller, its mean over its own size",
                "softmax cross-entropy of the logits, mean over the batch",
                "Tribuo's SGD with a constant rate",
                "one call of Tribuo's trainer: conversion of the examples to sparse vectors, each"
                    + " example's gradient made apart, export of the model",
                "Tribuo "
                    + LibraryFacts.mavenVersion(
                        LinearSGDTrainer.class, "org.tribuo", "tribuo-classification-sgd"),
                "none, all of it is Java",
                "hidden layers, activation, loss and initial parameters of the run are not used;"
                    + " the training loss is not told")
            .byName();
    facts.put(LibraryFacts.DIFFERENT_WORK, "logistic regression, without the hidden layers");
    return facts;
  }

  @Override
  public void load(Examples training) {
    requireOpen();
    training.requireMatch(network);
    examples = TribuoExamples.of(training).withAbsentFeature();
  }

  @Override
  public OptionalDouble trainEpoch(int[] order) {
    requireOpen();
    if (examples == null) {
      throw new IllegalStateException("no examples are loaded");
    }
    List<Example<Label>> all = examples.examples();
    int tail = order.length % spec.batchSize();
    float ratio = tail == 0 ? 1 : (float) spec.batchSize() / tail;
    for (int i = 0; i < order.length; i++) {
      all.get(order[i]).setWeight(1);
    }
    OrderedExamples epoch = new OrderedExamples(all, order, examples.features(), examples.labels());
    // A last batch of m examples takes the rate / M² times (M / m)² to rate / m².
    for (int i = order.length - tail; i < order.length; i++) {
      all.get(order[i]).setWeight(ratio * ratio);
    }
    trainer.train(epoch);
    return OptionalDouble.empty();
  }

  @Override
  public float[] outputs(Examples others) {
    requireOpen();
    others.requireFeatures(network);
    DenseMatrix matrix = weights.getWeightMatrix();
    int inputs = network.inputs();
    int width = network.outputs();
    float[] outputs = new float[Math.multiplyExact(others.count(), width)];
    double[] logits = new double[width];
    for (int i = 0; i < others.count(); i++) {
      for (int k = 0; k < width; k++) {
        double sum = matrix.get(k, inputs + 1);
        for (int f = 0; f < inputs; f++) {
          sum += matrix.get(k, f) * others.features()[i * inputs + f];
        }
        logits[k] = sum;
      }
      softmax(logits, outputs, i * width);
    }
    return outputs;
  }

  private static void softmax(double[] logits, float[] outputs, int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - largest);
    }
    for (int k = 0; k < logits.length; k++) {
      outputs[from + k] = (float) (Math.exp(logits[k] - largest) / sum);
    }
  }

  /** Of the network without hidden layers. */
  @Override
  public Parameters parameters() {
    requireOpen();
    DenseMatrix matrix = weights.getWeightMatrix();
    float[] values = new float[network.parameterCount()];
    for (int k = 0; k < network.outputs(); k++) {
      for (int f = 0; f < network.inputs(); f++) {
        values[network.weightOffset(1) + k * network.inputs() + f] = (float) matrix.get(k, f);
      }
      values[network.biasOffset(1) + k] = (float) matrix.get(k, network.inputs() + 1);
    }
    return new Parameters(network, values);
  }

  @Override
  public SortedMap<String, String> facts() {
    return facts;
  }

  @Override
  public void close() {
    closed = true;
    examples = null;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
  }
}

package org.parallelbackprop.engine.tribuo;

import java.util.SplittableRandom;
import org.tribuo.Trainer;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.optimisers.SGD;

/**
 * Tribuo's trainer of logistic regression, one epoch in the order of the data set, that goes on
 * with parameters instead of starting from zero.
 */
final class ResumedLinearTrainer extends LinearSGDTrainer {

  private final LinearParameters parameters;

  /**
   * A trainer.
   *
   * @param parameters trained in place
   * @param learningRate what Tribuo multiplies a batch's sum of gradients and its sum of weights by
   */
  ResumedLinearTrainer(LinearParameters parameters, double learningRate, int batchSize) {
    super(
        new LogMulticlass(),
        SGD.getSimpleSGD(learningRate),
        1,
        -1,
        batchSize,
        Trainer.DEFAULT_SEED);
    this.parameters = parameters;
    setShuffle(false);
  }

  @Override
  protected LinearParameters createParameters(int features, int outputs, SplittableRandom unused) {
    return parameters;
  }
}

package org.parallelbackprop.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.Activation;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.LibraryFacts;
import org.parallelbackprop.engine.Loss;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;
import org.parallelbackprop.engine.conformance.Arithmetic;
import org.parallelbackprop.engine.conformance.ConformanceCase;
import org.parallelbackprop.engine.conformance.ReferenceNetwork;

/**
 * What the engine does is a network without hidden layers, which the suite's reference can train.
 */
final class TribuoLinearEngineTest {

  private static ConformanceCase work(String network, Loss loss, int batchSize) {
    return new ConformanceCase(
        new TrainingSpec(
            NetworkShape.parse(network), Activation.SIGMOID, loss, batchSize, 0.5f, 0, 0),
        21);
  }

  /** Batches of one, whole and ragged ones, one larger than the data set. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 20, 21, 1000})
  void isSoftmaxRegressionFromZero(int batchSize) {
    ConformanceCase given = work("12-19-9-10", Loss.MSE, batchSize);
    ConformanceCase linear = work("12-10", Loss.CROSS_ENTROPY, batchSize);
    NetworkShape network = linear.spec().network();
    ReferenceNetwork reference =
        new ReferenceNetwork(
            linear.spec(),
            Arithmetic.FLOAT32,
            new Parameters(network, new float[network.parameterCount()]));
    try (TrainingSession session = open(given)) {
      session.load(given.examples());
      for (int epoch = 1; epoch <= 3; epoch++) {
        reference.assertTrainsAlike(
            session, linear.examples(), linear.order(epoch), linear.otherExamples(33));
        assertThat(session.parameters().network()).isEqualTo(network);
      }
    }
  }

  @Test
  void declaresThatItDoesOtherWork() {
    try (TrainingSession session = open(work("12-10", Loss.CROSS_ENTROPY, 8))) {
      assertThat(session.facts())
          .containsEntry(
              LibraryFacts.DIFFERENT_WORK, "logistic regression, without the hidden layers");
    }
  }

  @Test
  void refusesWhatTribuoCannotDo() {
    TrainingSpec plain = work("12-10", Loss.MSE, 8).spec();
    for (TrainingSpec spec : new TrainingSpec[] {with(plain, 0.5f, 0), with(plain, 0, 0.1f)}) {
      assertThat(new TribuoLinearEngine().refusal(spec, EngineOptions.NONE)).isPresent();
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              new TribuoLinearEngine()
                  .open(spec, EngineOptions.NONE, Parameters.glorotUniform(spec.network(), 1)));
    }
  }

  @Test
  void aClosedSessionRefusesToWork() {
    ConformanceCase work = work("12-10", Loss.MSE, 8);
    TrainingSession session = open(work);
    assertThatIllegalStateException().isThrownBy(() -> session.trainEpoch(work.order(1)));
    session.load(work.examples());
    session.close();
    session.close();
    assertThatIllegalStateException().isThrownBy(() -> session.trainEpoch(work.order(1)));
    assertThatIllegalStateException().isThrownBy(() -> session.outputs(work.examples()));
    assertThatIllegalStateException().isThrownBy(session::parameters);
  }

  private static TrainingSpec with(TrainingSpec spec, float momentum, float l2) {
    return new TrainingSpec(
        spec.network(),
        spec.activation(),
        spec.loss(),
        spec.batchSize(),
        spec.learningRate(),
        momentum,
        l2);
  }

  private static TrainingSession open(ConformanceCase work) {
    return new TribuoLinearEngine().open(work.spec(), EngineOptions.NONE, work.initial(0));
  }
}

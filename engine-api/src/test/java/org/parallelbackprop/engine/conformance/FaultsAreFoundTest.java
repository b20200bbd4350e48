package org.parallelbackprop.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.opentest4j.TestAbortedException;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineOptions;

/** The suite is not vacuous: each fault of {@link Fault} fails some of its tests. */
final class FaultsAreFoundTest {

  /** The suite over a faulty engine, run by hand because it is meant to fail. */
  private static final class Suite extends EngineConformance {

    private final PlainEngine engine;
    private final Arithmetic arithmetic;

    Suite(Fault fault, Arithmetic arithmetic) {
      this.engine = new PlainEngine(fault);
      this.arithmetic = arithmetic;
    }

    @Override
    protected Engine engine() {
      return engine;
    }

    @Override
    protected List<EngineOptions> options() {
      return List.of(EngineOptions.NONE);
    }

    @Override
    protected Arithmetic arithmetic() {
      return arithmetic;
    }

    /** All tests of the suite with all their arguments, none of them run yet. */
    Stream<Check> checks() {
      EngineOptions options = EngineOptions.NONE;
      Stream<Check> once =
          Stream.of(
              () -> startsFromTheParametersItIsGiven(options),
              () -> warmingUpChangesNothing(options),
              () -> visitsTheExamplesItIsToldTo(options),
              () -> outputsOfAnyNumberOfExamplesChangeNothing(options),
              () -> twoSessionsDoNotTouchEachOther(options),
              () -> aClosedSessionRefusesToWork(options),
              () -> trainingNeedsExamples(options),
              () -> examplesOfAnotherShapeAreRefused(options),
              () -> parametersOfAnotherNetworkAreRefused(options),
              () -> closingLeavesNoThreadBehind(options),
              () -> closingLetsGoOfTheExamples(options));
      Stream<Check> small =
          ConformanceCase.small().stream()
              .flatMap(work ->
                  Stream.of(
                      () -> theFirstStepFollowsTheGradient(work, options),
                      () -> theSecondEpochGoesOnFromTheFirst(work, options)));
      Stream<Check> all =
          ConformanceCase.all().stream()
              .flatMap(work ->
                  Stream.of(
                      () -> oneStepAgreesWithTheReference(work, options),
                      () -> oneEpochAgreesWithTheReference(work, options),
                      () -> everyRunGivesTheSameBits(work, options)));
      return Stream.of(once, small, all).flatMap(checks -> checks);
    }
  }

  private interface Check {
    void run() throws InterruptedException;
  }

  private static boolean fails(Check check) {
    try {
      check.run();
      return false;
    } catch (TestAbortedException skipped) {
      return false;
    } catch (AssertionError | RuntimeException failure) {
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void everyFaultFailsATest(Fault fault) {
    assertThat(new Suite(fault, Arithmetic.FLOAT32).checks().anyMatch(FaultsAreFoundTest::fails))
        .isTrue();
  }

  /** The bounds of TF32 are 2^14 times wider, and still find each of them. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void everyFaultFailsATestUnderTheBoundsOfTf32(Fault fault) {
    assertThat(new Suite(fault, Arithmetic.TF32).checks().anyMatch(FaultsAreFoundTest::fails))
        .isTrue();
  }
}

package org.parallelbackprop.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.parallelbackprop.engine.conformance.BoundedAssert.assertWithin;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.parallelbackprop.engine.Availability;
import org.parallelbackprop.engine.Engine;
import org.parallelbackprop.engine.EngineDescription;
import org.parallelbackprop.engine.EngineDescription.Repeatability;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.Examples;
import org.parallelbackprop.engine.NetworkShape;
import org.parallelbackprop.engine.Parameters;
import org.parallelbackprop.engine.TrainingSession;
import org.parallelbackprop.engine.TrainingSpec;

/**
 * The tests that every engine passes; an engine's test class extends this one.
 *
 * <p>An engine that is not available here is skipped with its reason. So is a case that it {@link
 * Engine#refusal refuses}, provided that the refusal names one of the case's settings and {@code
 * open} refuses too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EngineConformance {

  /** Sessions opened and closed when leaks are looked for. */
  private static final int SESSIONS = 10;

  private final Map<Training, ReferenceResult> references = new HashMap<>();

  /** The engine under test. */
  protected abstract Engine engine();

  /**
   * The options to try it with; those of one {@link Repeatability#ANY_OPTIONS} engine must give the
   * same bits.
   */
  protected abstract List<EngineOptions> options();

  /** How it rounds; float32 unless overridden. */
  protected Arithmetic arithmetic() {
    return Arithmetic.FLOAT32;
  }

  /** One run of a case: so many passes over the given examples. */
  private record Training(ConformanceCase work, int run, List<Integer> order, int passes) {}

  @BeforeAll
  final void isAvailable() {
    if (engine().probe() instanceof Availability.Unavailable(String reason, String remedy)) {
      abort(engine().id() + " is not available here: " + reason + ". " + remedy);
    }
  }

  final Stream<Arguments> all() {
    return withOptions(ConformanceCase.all());
  }

  final Stream<Arguments> small() {
    return withOptions(ConformanceCase.small());
  }

  private Stream<Arguments> withOptions(List<ConformanceCase> cases) {
    return cases.stream()
        .flatMap(each -> options().stream().map(options -> Arguments.of(each, options)));
  }

  @Test
  final void isFoundAndDescribed() throws IOException {
    assertThat(ServiceLoader.load(Engine.class).stream().map(provider -> provider.get().id()))
        .as("ids of the engines that ServiceLoader finds")
        .containsOnlyOnce(engine().id());
    assertThat(description().className()).isEqualTo(engine().getClass().getName());
    assertThat(options())
        .as("options tried, against those of the description")
        .isNotEmpty()
        .allSatisfy(options ->
            assertThat(options.values().keySet()).isEqualTo(description().options().keySet()));
  }

  @Test
  final void doesSomeOfTheWork() {
    assertThat(ConformanceCase.all())
        .as("cases that the engine does not refuse")
        .anyMatch(each -> engine().refusal(each.spec(), options().getFirst()).isEmpty());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("small")
  final void theFirstStepFollowsTheGradient(ConformanceCase work, EngineOptions options) {
    Parameters initial = work.initial(0);
    Bounded[] differences =
        new CentralDifferences(work.spec(), work.examples(), work.firstBatch())
            .gradient(ReferenceNetwork.widen(initial.values()));
    Bounded[] parameters = reference(work, 0, work.firstBatch(), 1).parameters;
    double learningRate = work.spec().learningRate();
    Bounded[] expected = new Bounded[differences.length];
    for (int i = 0; i < expected.length; i++) {
      double rounding = parameters[i].error() / learningRate;
      expected[i] = differences[i].blurred(rounding);
    }
    float[] trained;
    try (TrainingSession session = openLoaded(work, options, 0)) {
      trained = train(work, session, work.firstBatch()).parameters();
    }
    for (int i = 0; i < expected.length; i++) {
      double gradient = (initial.values()[i] - (double) trained[i]) / learningRate;
      assertWithin(gradient, expected[i], "(θ0 − θ1)/α [" + i + "]");
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  final void oneStepAgreesWithTheReference(ConformanceCase work, EngineOptions options) {
    try (TrainingSession session = openLoaded(work, options, 0)) {
      train(work, session, work.firstBatch())
          .assertAgrees(reference(work, 0, work.firstBatch(), 1));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  final void oneEpochAgreesWithTheReference(ConformanceCase work, EngineOptions options) {
    try (TrainingSession session = openLoaded(work, options, 0)) {
      epoch(work, session).assertAgrees(reference(work, 0, work.order(1), 1));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("small")
  final void theSecondEpochGoesOnFromTheFirst(ConformanceCase work, EngineOptions options) {
    try (TrainingSession session = openLoaded(work, options, 0)) {
      session.trainEpoch(work.order(1));
      epoch(work, session).assertAgrees(reference(work, 0, work.order(1), 2));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  final void everyRunGivesTheSameBits(ConformanceCase work, EngineOptions options) {
    assumeTrue(
        description().repeatability() != Repeatability.ROUNDING,
        () -> engine().id() + " promises results within rounding only");
    EngineResult first = epoch(work, options);
    epoch(work, options).assertSameBits(first);
    if (description().repeatability() == Repeatability.ANY_OPTIONS) {
      epoch(work, options().getFirst()).assertSameBits(first);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void startsFromTheParametersItIsGiven(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    try (TrainingSession session = openLoaded(work, options, 0)) {
      assertThat(session.parameters().sha256()).isEqualTo(work.initial(0).sha256());
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void warmingUpChangesNothing(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    try (TrainingSession session = openLoaded(work, options, 0)) {
      session.warmUp();
      assertThat(session.parameters().sha256()).isEqualTo(work.initial(0).sha256());
      assertSame(epoch(work, session), epoch(work, options), work, 0, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void visitsTheExamplesItIsToldTo(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    int[] order = {3, 3, 0, 5, 17, 1, 2, 3, 20, 4, 4};
    try (TrainingSession session = openLoaded(work, options, 0)) {
      int[] given = order.clone();
      EngineResult result = train(work, session, given);
      assertThat(given).as("the order handed in").isEqualTo(order);
      result.assertAgrees(reference(work, 0, order, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void outputsOfAnyNumberOfExamplesChangeNothing(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    int batchSize = work.spec().batchSize();
    ReferenceNetwork reference = new ReferenceNetwork(work.spec(), arithmetic(), work.initial(0));
    try (TrainingSession session = openLoaded(work, options, 0)) {
      for (int count : new int[] {1, batchSize - 1, batchSize, 5 * batchSize + 3, 2}) {
        Examples examples = work.otherExamples(count);
        assertWithin(session.outputs(examples), reference.outputs(examples), "outputs of " + count);
      }
      assertThat(session.parameters().sha256()).isEqualTo(work.initial(0).sha256());
      assertSame(epoch(work, session), epoch(work, options), work, 0, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void twoSessionsDoNotTouchEachOther(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    List<List<EngineResult>> alone = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (TrainingSession session = openLoaded(work, options, run)) {
        alone.add(List.of(epoch(work, session), epoch(work, session)));
      }
    }
    try (TrainingSession second = openLoaded(work, options, 1)) {
      try (TrainingSession first = openLoaded(work, options, 0)) {
        EngineResult firstEpoch = epoch(work, first);
        assertSame(epoch(work, second), alone.get(1).get(0), work, 1, 1);
        assertSame(firstEpoch, alone.get(0).get(0), work, 0, 1);
        assertSame(epoch(work, first), alone.get(0).get(1), work, 0, 2);
      }
      assertSame(epoch(work, second), alone.get(1).get(1), work, 1, 2);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void aClosedSessionRefusesToWork(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    TrainingSession session = openLoaded(work, options, 0);
    session.close();
    session.close();
    assertThatIllegalStateException().isThrownBy(() -> session.trainEpoch(work.order(1)));
    assertThatIllegalStateException().isThrownBy(() -> session.load(work.examples()));
    assertThatIllegalStateException().isThrownBy(session::warmUp);
    assertThatIllegalStateException().isThrownBy(() -> session.outputs(work.examples()));
    assertThatIllegalStateException().isThrownBy(session::parameters);
  }

  @ParameterizedTest
  @MethodSource("options")
  final void trainingNeedsExamples(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    try (TrainingSession session = open(work, options, 0)) {
      assertThatIllegalStateException().isThrownBy(() -> session.trainEpoch(work.order(1)));
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void examplesOfAnotherShapeAreRefused(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    NetworkShape network = work.spec().network();
    int inputs = network.inputs();
    Examples tooNarrow =
        new Examples(inputs - 1, network.outputs(), new float[2 * (inputs - 1)], new int[2]);
    Examples tooManyClasses =
        new Examples(inputs, network.outputs() + 1, new float[2 * inputs], new int[2]);
    try (TrainingSession session = open(work, options, 0)) {
      assertThatIllegalArgumentException().isThrownBy(() -> session.load(tooNarrow));
      assertThatIllegalArgumentException().isThrownBy(() -> session.load(tooManyClasses));
      assertThatIllegalArgumentException().isThrownBy(() -> session.outputs(tooNarrow));
      session.load(work.examples());
      assertSame(epoch(work, session), epoch(work, options), work, 0, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  final void parametersOfAnotherNetworkAreRefused(EngineOptions options) {
    TrainingSpec spec = ConformanceCase.typical().spec();
    Parameters others = Parameters.glorotUniform(NetworkShape.parse("12-9-19-10"), 1);
    assertThatIllegalArgumentException().isThrownBy(() -> engine().open(spec, options, others));
  }

  @ParameterizedTest
  @MethodSource("options")
  final void closingLeavesNoThreadBehind(EngineOptions options) {
    ConformanceCase work = ConformanceCase.typical();
    useAndClose(work, options);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < SESSIONS; i++) {
      useAndClose(work, options);
    }
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    // A library may exchange threads of a pool, but must not have more of them than sessions.
    assertThat(left).as("threads left by %d sessions", SESSIONS).hasSizeLessThan(SESSIONS);
  }

  @ParameterizedTest
  @MethodSource("options")
  final void closingLetsGoOfTheExamples(EngineOptions options) throws InterruptedException {
    ConformanceCase work = ConformanceCase.typical();
    TrainingSession session = open(work, options, 0);
    WeakReference<Examples> loaded = load(session, work);
    session.close();
    for (int i = 0; i < SESSIONS && loaded.get() != null; i++) {
      System.gc();
      Thread.sleep(1);
    }
    assertThat(loaded.get()).as("examples that a closed session holds").isNull();
    session.close();
  }

  /** A method of its own, so that no local variable holds the examples. */
  private static WeakReference<Examples> load(TrainingSession session, ConformanceCase work) {
    Examples examples = work.examples();
    session.load(examples);
    session.trainEpoch(work.order(1));
    return new WeakReference<>(examples);
  }

  private void useAndClose(ConformanceCase work, EngineOptions options) {
    try (TrainingSession session = openLoaded(work, options, 0)) {
      session.trainEpoch(work.order(1));
    }
  }

  private TrainingSession openLoaded(ConformanceCase work, EngineOptions options, int run) {
    TrainingSession session = open(work, options, run);
    session.load(work.examples());
    return session;
  }

  private TrainingSession open(ConformanceCase work, EngineOptions options, int run) {
    Parameters initial = work.initial(run);
    Optional<String> refusal = engine().refusal(work.spec(), options);
    if (refusal.isPresent()) {
      assertThat(work.settingNames())
          .as("settings of which the refusal \"%s\" names one", refusal.get())
          .anyMatch(name -> refusal.get().contains(name));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> engine().open(work.spec(), options, initial));
      abort(engine().id() + " refuses " + work + ": " + refusal.get());
    }
    return engine().open(work.spec(), options, initial);
  }

  private EngineResult epoch(ConformanceCase work, EngineOptions options) {
    try (TrainingSession session = openLoaded(work, options, 0)) {
      return epoch(work, session);
    }
  }

  private static EngineResult epoch(ConformanceCase work, TrainingSession session) {
    return train(work, session, work.order(1));
  }

  private static EngineResult train(ConformanceCase work, TrainingSession session, int[] order) {
    return EngineResult.of(session, order, work.otherExamples(work.count()));
  }

  /** Same bits as another result, or within the bound of an engine that does not promise bits. */
  private void assertSame(
      EngineResult actual, EngineResult expected, ConformanceCase work, int run, int passes) {
    if (description().repeatability() == Repeatability.ROUNDING) {
      actual.assertAgrees(reference(work, run, work.order(1), passes));
    } else {
      actual.assertSameBits(expected);
    }
  }

  private ReferenceResult reference(ConformanceCase work, int run, int[] order, int passes) {
    List<Integer> examples = Arrays.stream(order).boxed().toList();
    return references.computeIfAbsent(
        new Training(work, run, examples, passes), training -> train(training, order));
  }

  private ReferenceResult train(Training training, int[] order) {
    ConformanceCase work = training.work();
    ReferenceNetwork network =
        new ReferenceNetwork(work.spec(), arithmetic(), work.initial(training.run()));
    for (int pass = 1; pass < training.passes(); pass++) {
      network.trainEpoch(work.examples(), order);
    }
    return ReferenceResult.of(network, work.examples(), order, work.otherExamples(work.count()));
  }

  /** What the engine's jar says about it. */
  final EngineDescription description() {
    try {
      List<EngineDescription> found = new ArrayList<>();
      for (URL file :
          Collections.list(
              engine().getClass().getClassLoader().getResources(EngineDescription.RESOURCE))) {
        try (Reader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
          found.addAll(EngineDescription.read(reader));
        }
      }
      return found.stream()
          .filter(description -> description.id().equals(engine().id()))
          .findAny()
          .orElseThrow(
              () -> new AssertionError("no " + EngineDescription.RESOURCE + " describes it"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

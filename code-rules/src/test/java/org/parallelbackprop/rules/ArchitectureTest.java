package org.parallelbackprop.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The arrows and house rules of docs/architecture.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {

  private static final String ROOT_PACKAGE = "org.parallelbackprop.";

  private static final String API = ROOT_PACKAGE + "engine";
  private static final String ENGINES = ROOT_PACKAGE + "engine.*..";
  private static final String DATASETS = ROOT_PACKAGE + "datasets..";
  private static final String RESULTS = ROOT_PACKAGE + "results..";
  private static final String WORKER = ROOT_PACKAGE + "worker..";
  private static final String RUNNER = ROOT_PACKAGE + "runner..";
  private static final String ANALYSIS = ROOT_PACKAGE + "analysis..";
  private static final String BENCHMARKS = ROOT_PACKAGE + "benchmarks..";

  private final JavaClasses all = allRooms();

  private static JavaClasses allRooms() {
    try (Stream<Path> rooms = Files.list(Path.of(System.getProperty("project.root")))) {
      List<Path> classFolders =
          rooms.map(room -> room.resolve("target/classes")).filter(Files::isDirectory).toList();
      return new ClassFileImporter()
          .withImportOption(location -> !location.contains("jmh_generated"))
          .importPaths(classFolders);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theVocabularyUsesTheJdkOnly() {
    check(onlyDependOn(API));
  }

  @Test
  void enginesUseTheVocabularyAndNoOtherRoom() {
    check(mustNotUse(ENGINES, DATASETS, RESULTS, WORKER, RUNNER, ANALYSIS, BENCHMARKS));
  }

  @Test
  void dataSetsUseTheVocabularyOnly() {
    check(mustNotUse(DATASETS, ENGINES, RESULTS, WORKER, RUNNER, ANALYSIS, BENCHMARKS));
  }

  @Test
  void resultsUseNoOtherRoom() {
    check(mustNotUse(RESULTS, API, ENGINES, DATASETS, WORKER, RUNNER, ANALYSIS, BENCHMARKS));
  }

  @Test
  void theWorkerNamesNoEngine() {
    check(mustNotUse(WORKER, ENGINES, RUNNER, ANALYSIS, BENCHMARKS));
  }

  @Test
  void theRunnerSpeaksToWorkersAndAnalysisThroughFilesOnly() {
    check(mustNotUse(RUNNER, ENGINES, WORKER, ANALYSIS, BENCHMARKS));
  }

  @Test
  void analysisUsesTheFilesOnly() {
    check(mustNotUse(ANALYSIS, API, ENGINES, DATASETS, WORKER, RUNNER, BENCHMARKS));
  }

  @Test
  void eachLibraryStaysInItsRoom() {
    check(onlyIn(ROOT_PACKAGE + "runner.spec..", "org.snakeyaml.."));
    check(
        onlyIn(RESULTS, "tools.jackson..", "com.fasterxml.jackson..", "org.apache.commons.csv.."));
    check(onlyIn(ANALYSIS, "tech.tablesaw..", "org.jetbrains.letsPlot.."));
    check(onlyIn(ROOT_PACKAGE + "engine.cpu.blas..", "org.bytedeco.."));
    check(onlyIn(ROOT_PACKAGE + "engine.gpu..", "jcuda.."));
    check(onlyInOrDirect(ROOT_PACKAGE + "engine.tribuo..", "org.tribuo..", "org.tensorflow.."));
    check(onlyInOrDirect(ROOT_PACKAGE + "engine.djl..", "ai.djl.."));
  }

  @Test
  void packagesAreFreeOfCycles() {
    check(slices().matching(ROOT_PACKAGE + "(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyConsoleClassesPrint() {
    check(
        noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Console")
            .and()
            .resideOutsideOfPackage(BENCHMARKS)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void onlyClockClassesReadTheClock() {
    check(
        noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Clock")
            .and()
            .resideOutsideOfPackage(BENCHMARKS)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now"));
  }

  @Test
  void nothingThatIsNotInThePlanChangesAResult() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(API, ENGINES, DATASETS)
            .and()
            // Overrides a method of Tribuo's that hands it a generator, and leaves that alone.
            .doNotHaveSimpleName("ResumedLinearTrainer")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RandomGenerator.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(ForkJoinPool.class, "commonPool")
            .orShould()
            .callMethod(Collection.class, "parallelStream"));
  }

  @Test
  void noStaticFieldChanges() {
    ArchRule rule =
        fields()
            .that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();
    check(rule);
  }

  @Test
  void namesSayWhatAClassIsFor() {
    check(noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)"));
  }

  @Test
  void everyPackageIsNullMarked() {
    check(
        classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class));
    assertThat(
            all.stream()
                .map(type -> type.getPackage())
                .distinct()
                .filter(pack -> !pack.getName().isEmpty())
                .filter(pack -> pack.tryGetPackageInfo().isEmpty())
                .map(pack -> pack.getName()))
        .as("packages without package-info.java")
        .isEmpty();
  }

  private static ArchRule onlyDependOn(String room) {
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room, "java..", "org.jspecify..");
  }

  private static ArchRule mustNotUse(String room, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat(are(resideInAnyPackage(others)))
        .allowEmptyShould(true);
  }

  private static ArchRule onlyIn(String room, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat(are(resideInAnyPackage(libraries)));
  }

  /** Libraries that a benchmark also calls without the engine, to see what the engine costs. */
  private static ArchRule onlyInOrDirect(String room, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(room, ROOT_PACKAGE + "benchmarks.direct..")
        .should()
        .dependOnClassesThat(are(resideInAnyPackage(libraries)));
  }

  private void check(ArchRule rule) {
    rule.check(all);
  }
}

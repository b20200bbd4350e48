package org.parallelbackprop.engine.gpu;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.discoveryRequest;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The conformance suite on the real device, for {@code gpu-check}: a section of Markdown on
 * standard output, exit status 1 if an engine does not conform.
 */
public final class ConformanceConsole {

  private static final List<Class<?>> SUITES =
      List.of(
          CublasConformanceTest.class, CublasTf32ConformanceTest.class, CudaConformanceTest.class);

  private ConformanceConsole() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("## Conformance suite\n");
    out.println("| suite | passed | failed | skipped |");
    out.println("| --- | --- | --- | --- |");
    StringBuilder notes = new StringBuilder();
    boolean conform = true;
    for (Class<?> suite : SUITES) {
      conform &= run(suite, out, notes);
    }
    out.println();
    out.print(notes);
    System.exit(conform ? 0 : 1);
  }

  private static boolean run(Class<?> suite, PrintStream out, StringBuilder notes) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    TestExecutionListener whySkipped =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
              result
                  .getThrowable()
                  .ifPresent(why ->
                      notes
                          .append("- skipped ")
                          .append(test.getDisplayName())
                          .append(": ")
                          .append(why.getMessage())
                          .append('\n'));
            }
          }
        };
    LauncherFactory.create()
        .execute(discoveryRequest().selectors(selectClass(suite)).build(), listener, whySkipped);
    TestExecutionSummary summary = listener.getSummary();
    long skipped =
        summary.getTestsSkippedCount()
            + summary.getTestsAbortedCount()
            + (summary.getTestsFoundCount() - summary.getTestsStartedCount());
    out.printf(
        "| %s | %d | %d | %d |%n",
        suite.getSimpleName(),
        summary.getTestsSucceededCount(),
        summary.getTestsFailedCount(),
        skipped);
    summary
        .getFailures()
        .forEach(failure ->
            notes
                .append("- **failed** ")
                .append(failure.getTestIdentifier().getDisplayName())
                .append(": ")
                .append(failure.getException())
                .append('\n'));
    return summary.getTotalFailureCount() == 0;
  }
}

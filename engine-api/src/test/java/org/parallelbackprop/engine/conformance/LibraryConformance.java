package org.parallelbackprop.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.engine.EngineOptions;
import org.parallelbackprop.engine.LibraryFacts;
import org.parallelbackprop.engine.TrainingSession;

/**
 * What is asked of an engine that is somebody else's library, besides {@link EngineConformance}.
 */
public abstract class LibraryConformance extends EngineConformance {

  /**
   * Most of the processor time of training that the busiest of two threads has. Two that share all
   * work evenly have a half each, one that works alone has all of it.
   */
  private static final double LARGEST_SHARE_OF_TWO = 2.0 / 3;

  @Test
  final void fillsInTheFairnessSheet() {
    ConformanceCase work = ConformanceCase.typical();
    EngineOptions options = options().getFirst();
    try (TrainingSession session = engine().open(work.spec(), options, work.initial(0))) {
      assertThat(session.facts())
          .containsKeys(names())
          .allSatisfy((name, value) -> assertThat(value).as(name).isNotBlank())
          .containsEntry(EngineOptions.THREADS, options.get(EngineOptions.THREADS));
      assertThat(session.facts().get("library")).containsPattern("[0-9]+\\.[0-9]+");
    }
  }

  private static String[] names() {
    return Stream.of(LibraryFacts.class.getRecordComponents())
        .map(component -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  /**
   * Whether the library computes in the thread that calls it, and takes others besides only if it
   * is told to use several; otherwise in a thread of its own.
   */
  protected abstract boolean computesInTheCaller();

  /**
   * With one thread the processor time of training cannot exceed its wall-clock time. On a busy
   * machine it might not either way, so that besides no second thread of the library may have any.
   */
  @Test
  final void oneThreadIsOneThread() throws IOException, InterruptedException {
    ThreadUse use = threadUse(1);
    assertThat(use.processorSeconds())
        .as("processor seconds of training with one thread: %s", use)
        .isLessThanOrEqualTo(use.wallSeconds() + use.uncertaintySeconds());
    assertThat(use.furtherSeconds() + (computesInTheCaller() ? use.busiestSeconds() : 0))
        .as("processor seconds of a second thread: %s", use)
        .isLessThanOrEqualTo(use.uncertaintySeconds());
  }

  @Test
  final void twoThreadsShareTheWork() throws IOException, InterruptedException {
    ThreadUse use = threadUse(2);
    assertThat(use.shareOfBusiest())
        .as("share of the busiest of two threads: %s", use)
        .isLessThan(LARGEST_SHARE_OF_TWO);
  }

  /** In a process of its own: the threads of a library are the process's. */
  private ThreadUse threadUse(int threads) throws IOException, InterruptedException {
    assumeTrue(ThreadUse.canBeMeasured(), "only Linux tells the processor time of each thread");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(description().jvmArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ThreadUseConsole.class.getName(),
            engine().id(),
            Integer.toString(threads)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("exit code of %s", command).isZero();
      return ThreadUse.parse(printed.lines().toList().getLast());
    }
  }
}

package org.parallelbackprop.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.parallelbackprop.results.ResultsFolder;

/** A lock goes with its process; what it leaves behind is recognised, other processes are left. */
@DisabledOnOs(OS.WINDOWS)
final class ResultsLockTest {

  @TempDir private Path folder;
  private ResultsFolder results = new ResultsFolder(Path.of(""));

  @BeforeEach
  void makeFolder() {
    results = new ResultsFolder(folder);
  }

  @Test
  void aSecondRunnerIsRefusedWithTheProcessOfTheFirst() throws Exception {
    try (ResultsLock _ = ResultsLock.take(results)) {
      assertThatThrownBy(() -> ResultsLock.take(results))
          .isInstanceOf(ResultsLock.HeldException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(folder.toString());
    }
    ResultsLock.take(results).close();
  }

  @Test
  void aStaleLockIsTaken() throws Exception {
    for (String left : List.of("", "999999999", "999999999 999999998", "no numbers", "1 2 3")) {
      Files.writeString(lock(), left);
      ResultsLock.take(results).close();
    }
  }

  @Test
  void anOrphanedWorkerIsEndedAndAnotherProcessWithItsIdIsNot() throws Exception {
    Path request = Files.writeString(folder.resolve("request.json"), "");
    Process worker = new ProcessBuilder("tail", "-f", request.toString()).start();
    Process other = new ProcessBuilder("tail", "-f", "/dev/null").start();
    try {
      Files.writeString(lock(), "999999999 " + worker.pid());
      ResultsLock.take(results).close();
      assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();

      Files.writeString(lock(), "999999999 " + other.pid());
      ResultsLock.take(results).close();
      assertThat(other.isAlive()).isTrue();
    } finally {
      worker.destroyForcibly();
      other.destroyForcibly();
    }
  }

  private Path lock() throws IOException {
    return folder.resolve("runner.lock");
  }
}

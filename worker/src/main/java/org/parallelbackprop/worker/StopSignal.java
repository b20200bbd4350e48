package org.parallelbackprop.worker;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.parallelbackprop.results.Outcome;

/**
 * What happens when the process is told to stop (SIGTERM, SIGINT).
 *
 * <p>The epoch under way gets a moment to end; what takes longer is abandoned. Either way the
 * outcome is written before the process ends.
 */
final class StopSignal implements AutoCloseable {

  /** Short enough that a person who pressed Ctrl-C does not press it again. */
  private static final int GRACE_SECONDS = 2;

  private final RunRecord record;
  private final CountDownLatch trainingEnded = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean received;

  private StopSignal(RunRecord record) {
    this.record = record;
    this.hook = new Thread(this::stop, "stop-signal");
  }

  /** Watches from now on. */
  static StopSignal watch(RunRecord record) {
    StopSignal signal = new StopSignal(record);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether the process was told to stop. */
  boolean received() {
    return received;
  }

  private void stop() {
    received = true;
    try {
      boolean ended = trainingEnded.await(GRACE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        record.finish(new Outcome.Interrupted(record.epochsCompleted()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      WorkerConsole.showError(e);
    }
  }

  /** Says that the outcome is written; a stop need not wait any longer. */
  @Override
  public void close() {
    trainingEnded.countDown();
  }
}

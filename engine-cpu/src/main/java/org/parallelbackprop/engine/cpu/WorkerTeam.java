package org.parallelbackprop.engine.cpu;

import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of workers who do one task together: the caller and size − 1 platform threads,
 * which live as long as the team.
 *
 * <p>The one place of this room where threads are. A kernel computes a range; a task asks {@link
 * #begin} which range is its own, and separates what it writes from what others read by {@link
 * #barrier}. Running a task creates no thread and allocates nothing.
 *
 * <p>A team belongs to one thread at a time, which creates it, calls {@link #run} and closes it.
 */
public final class WorkerTeam implements AutoCloseable {

  /** Work for all workers. */
  @FunctionalInterface
  public interface Task {

    /**
     * Does one worker's share.
     *
     * @param worker 0 … size − 1; 0 is the thread that called {@link WorkerTeam#run}
     */
    void run(int worker);
  }

  private final int size;
  private final Thread[] threads;

  /** Where a task starts and ends. */
  private final Barrier gate;

  /** Where workers meet inside a task; broken when one of them fails. */
  private final Barrier phase;

  private final @Nullable Throwable[] failures;
  private @Nullable Task task;
  private boolean running;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param name what their names begin with
   * @param size number of workers, at least 1; a team of 1 has no thread but the caller's
   */
  public WorkerTeam(String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a team has at least one worker, but got " + size);
    }
    this.size = size;
    this.threads = new Thread[size];
    this.failures = new Throwable[size];
    this.gate = new Barrier(threads);
    this.phase = new Barrier(threads);
    threads[0] = Thread.currentThread();
    for (int i = 1; i < size; i++) {
      int worker = i;
      threads[i] =
          Thread.ofPlatform()
              .name(name + "-worker-" + worker)
              .daemon()
              .unstarted(() -> work(worker));
    }
    for (int i = 1; i < size; i++) {
      threads[i].start();
    }
  }

  /** Number of workers. */
  public int size() {
    return size;
  }

  /**
   * First of the items that a worker owns when n items are dealt out in runs of equal length, to
   * within one. It owns {@code begin(worker, n)} … {@code begin(worker + 1, n) − 1}.
   */
  public int begin(int worker, int n) {
    return (int) ((long) n * worker / size);
  }

  /**
   * Has all workers do the task, and returns when all have.
   *
   * <p>If a worker throws, the others are stopped at their next {@link #barrier}, and the exception
   * of the lowest worker that failed is thrown here, with those of others as suppressed. The team
   * can be used again.
   *
   * @throws IllegalStateException if the team is closed or running
   */
  public void run(Task work) {
    if (closed || running) {
      throw new IllegalStateException(closed ? "the team is closed" : "the team is running");
    }
    running = true;
    threads[0] = Thread.currentThread();
    task = work;
    gate.await(0);
    perform(work, 0);
    gate.await(0);
    task = null;
    running = false;
    rethrowFailure();
  }

  /**
   * Waits, inside a task, until all workers have come here. What they wrote before is visible to
   * all afterwards. All workers of a task must call this equally often.
   *
   * @param worker the calling worker
   */
  public void barrier(int worker) {
    phase.await(worker);
  }

  /** Ends the threads and waits until they have ended. May be called again, without effect. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    threads[0] = Thread.currentThread();
    gate.await(0);
    boolean interrupted = false;
    for (int i = 1; i < size; i++) {
      while (threads[i].isAlive()) {
        try {
          threads[i].join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(int worker) {
    while (true) {
      gate.await(worker);
      Task work = task;
      if (work == null) {
        return;
      }
      perform(work, worker);
      gate.await(worker);
    }
  }

  private void perform(Task work, int worker) {
    try {
      work.run(worker);
    } catch (Barrier.BrokenException e) {
      // Another worker's failure is the one to report.
    } catch (Throwable e) {
      // Whatever it is, the caller of run must see it, and the other workers must not wait.
      failures[worker] = e;
      phase.breakUp();
    }
  }

  private void rethrowFailure() {
    Throwable first = null;
    for (int i = 0; i < size; i++) {
      Throwable failure = failures[i];
      failures[i] = null;
      if (first == null) {
        first = failure;
      } else if (failure != null && !failure.equals(first)) {
        first.addSuppressed(failure);
      }
    }
    if (first == null) {
      return;
    }
    phase.mend();
    switch (first) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new UndeclaredThrowableException(first);
    }
  }
}

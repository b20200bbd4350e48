package org.parallelbackprop.engine.cpu;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.stream.IntStream;
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
  private final @Nullable Pins pins;
  private @Nullable Task task;
  private boolean running;
  private boolean closed;

  /**
   * Where pinned workers run.
   *
   * @param all processors the caller may run on, restored to it after each task
   * @param own processor of each worker
   */
  private record Pins(ProcessorMask all, List<ProcessorMask> own) {

    static Pins of(int size) {
      ProcessorMask all = ProcessorMask.ofCallingThread();
      return new Pins(all, IntStream.range(0, size).mapToObj(all::only).toList());
    }
  }

  /** A team whose threads run where the system puts them. */
  public WorkerTeam(String name, int size) {
    this(name, size, false);
  }

  /**
   * Starts the threads.
   *
   * @param name what their names begin with
   * @param size number of workers, at least 1; a team of 1 has no thread but the caller's
   * @param pinned whether each worker stays on one of the processors that the caller may run on,
   *     worker i on the i-th, beginning again behind the last; the caller only while it does a task
   * @throws IllegalStateException if they are to be pinned and the system cannot or does not
   */
  public WorkerTeam(String name, int size, boolean pinned) {
    if (size < 1) {
      throw new IllegalArgumentException("a team has at least one worker, but got " + size);
    }
    this.size = size;
    this.threads = new Thread[size];
    this.failures = new Throwable[size];
    if (pinned && !canPin()) {
      throw new IllegalStateException("this system has no call to bind threads to processors");
    }
    this.pins = pinned ? Pins.of(size) : null;
    this.gate = new Barrier(threads, fitsProcessors());
    this.phase = new Barrier(threads, fitsProcessors());
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

  /** Whether this system has a call to bind threads to processors. */
  public static boolean canPin() {
    return ProcessorMask.isSupported();
  }

  /** Number of workers. */
  public int size() {
    return size;
  }

  /** Whether there is a processor for each worker. */
  public boolean fitsProcessors() {
    return size <= Runtime.getRuntime().availableProcessors();
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
    meetAtGate(0);
    perform(work, 0);
    meetAtGate(0);
    task = null;
    running = false;
    if (pins != null) {
      pins.all.apply();
    }
    rethrowFailure();
  }

  /**
   * Waits, inside a task, until all workers have come here. What they wrote before is visible to
   * all afterwards. All workers of a task must call this equally often.
   *
   * @param worker the calling worker
   */
  public void barrier(int worker) {
    await(worker, arrive());
  }

  /**
   * The first half of a {@link #barrier}: what the calling worker wrote so far may be read by all
   * who get through the second half, {@link #await}. In between it may do what neither writes
   * anything that others still read nor reads anything that they still write.
   *
   * @return what to wait with
   */
  public int arrive() {
    return phase.arrive();
  }

  /**
   * The second half of a {@link #barrier}: waits until all workers have called {@link #arrive}.
   *
   * @param worker the calling worker
   * @param arrival what its {@link #arrive} returned
   */
  public void await(int worker, int arrival) {
    phase.await(worker, arrival);
  }

  /** Ends the threads and waits until they have ended. May be called again, without effect. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    threads[0] = Thread.currentThread();
    meetAtGate(0);
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
      meetAtGate(worker);
      Task work = task;
      if (work == null) {
        return;
      }
      perform(work, worker);
      meetAtGate(worker);
    }
  }

  private void meetAtGate(int worker) {
    gate.await(worker, gate.arrive());
  }

  private void perform(Task work, int worker) {
    try {
      if (pins != null) {
        pins.own.get(worker).apply();
      }
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

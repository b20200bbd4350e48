package org.parallelbackprop.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WorkerTeamTest {

  private static final int ROUNDS = 1000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 33})
  void everyWorkerRunsTheTaskOnceInItsOwnThread(int size) {
    try (WorkerTeam team = new WorkerTeam("test", size)) {
      for (int round = 0; round < 10; round++) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        int[] runs = new int[size];
        team.run(worker -> {
          runs[worker]++;
          threads.add(Thread.currentThread());
        });
        assertThat(runs).containsOnly(1);
        assertThat(threads).hasSize(size).contains(Thread.currentThread());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 33})
  void pinnedWorkersStayOnOneProcessorAndTheCallerOnlyWhileItWorks(int size) {
    assumeTrue(WorkerTeam.canPin(), "this system has no call to bind threads to processors");
    String before = allowedProcessors();
    String[] allowed = new String[size];
    try (WorkerTeam team = new WorkerTeam("test", size, true)) {
      team.run(worker -> allowed[worker] = allowedProcessors());
      assertThat(allowedProcessors()).isEqualTo(before);
    }
    int processors = (int) Arrays.stream(allowed).distinct().count();
    assertThat(processors).isEqualTo(Math.min(size, Runtime.getRuntime().availableProcessors()));
    for (int worker = 0; worker < size; worker++) {
      assertThat(allowed[worker]).containsOnlyDigits().isEqualTo(allowed[worker % processors]);
    }
  }

  /** What Linux says of the calling thread, for instance "0-3,7". */
  private static String allowedProcessors() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/status"))) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Each worker reads, after the barrier, what its neighbour wrote before it; no field is volatile.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 33})
  void whatWasWrittenBeforeABarrierIsSeenAfterIt(int size) {
    try (WorkerTeam team = new WorkerTeam("test", size)) {
      int[] written = new int[size];
      int[] misses = new int[size];
      team.run(worker -> {
        for (int round = 1; round <= ROUNDS; round++) {
          written[worker] = round;
          team.barrier(worker);
          if (written[(worker + 1) % size] != round) {
            misses[worker]++;
          }
          team.barrier(worker);
        }
      });
      assertThat(misses).containsOnly(0);
    }
  }

  /** Worker 0 comes last, and not before all others have gone on past their arrival. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 33})
  void whoHasArrivedGoesOnAndWaitsOnlyWhereItAsksTo(int size) {
    try (WorkerTeam team = new WorkerTeam("test", size)) {
      AtomicInteger goneOn = new AtomicInteger();
      AtomicInteger misses = new AtomicInteger();
      int[] written = new int[size];
      team.run(worker -> {
        for (int round = 1; round <= ROUNDS; round++) {
          while (worker == 0 && goneOn.get() < round * (size - 1)) {
            Thread.onSpinWait();
          }
          written[worker] = round;
          int arrival = team.arrive();
          if (worker > 0) {
            goneOn.incrementAndGet();
          }
          team.await(worker, arrival);
          if (Arrays.stream(written).min().orElseThrow() < round) {
            misses.incrementAndGet();
          }
        }
      });
      assertThat(misses).hasValue(0);
    }
  }

  @Test
  void whoHasArrivedIsNotLeftWaitingForAWorkerThatFails() {
    try (WorkerTeam team = new WorkerTeam("test", 3)) {
      AtomicInteger arrived = new AtomicInteger();
      AtomicInteger beyond = new AtomicInteger();
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() ->
              team.run(worker -> {
                if (worker == 1) {
                  while (arrived.get() < 2) {
                    Thread.onSpinWait();
                  }
                  throw new ArithmeticException("worker 1");
                }
                int arrival = team.arrive();
                arrived.incrementAndGet();
                team.await(worker, arrival);
                beyond.incrementAndGet();
              }));
      assertThat(beyond).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 16, 33})
  void everyItemHasOneOwner(int size) {
    try (WorkerTeam team = new WorkerTeam("test", size)) {
      for (int n : new int[] {0, 1, 2, size - 1, size, size + 1, 784, 50_000, Integer.MAX_VALUE}) {
        assertThat(team.begin(0, n)).isZero();
        assertThat(team.begin(size, n)).isEqualTo(n);
        int[] lengths =
            IntStream.range(0, size)
                .map(worker -> team.begin(worker + 1, n) - team.begin(worker, n))
                .toArray();
        int shortest = Arrays.stream(lengths).min().orElseThrow();
        assertThat(shortest).isNotNegative();
        int longest = Arrays.stream(lengths).max().orElseThrow();
        assertThat(longest - shortest).isBetween(0, 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void aFailureOfAnyWorkerReachesTheCallerAndEndsTheOthers(int size) {
    try (WorkerTeam team = new WorkerTeam("test", size)) {
      for (int failing = 0; failing < size; failing++) {
        int failed = failing;
        AtomicInteger beyond = new AtomicInteger();
        assertThatExceptionOfType(ArithmeticException.class)
            .isThrownBy(() ->
                team.run(worker -> {
                  if (worker == failed) {
                    throw new ArithmeticException("worker " + worker);
                  }
                  team.barrier(worker);
                  beyond.incrementAndGet();
                }))
            .withMessage("worker " + failed);
        assertThat(beyond).hasValue(0);
      }
      AtomicInteger runs = new AtomicInteger();
      team.run(worker -> {
        team.barrier(worker);
        runs.incrementAndGet();
      });
      assertThat(runs).as("workers of the next task").hasValue(size);
    }
  }

  @Test
  void severalFailuresAreReportedTogether() {
    try (WorkerTeam team = new WorkerTeam("test", 3)) {
      assertThatExceptionOfType(OutOfMemoryError.class)
          .isThrownBy(() ->
              team.run(worker -> {
                throw new OutOfMemoryError("worker " + worker);
              }))
          .withMessage("worker 0")
          .satisfies(first ->
              assertThat(first.getSuppressed())
                  .extracting(Throwable::getMessage)
                  .containsExactly("worker 1", "worker 2"));
    }
  }

  @Test
  void closingEndsTheThreads() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    WorkerTeam team = new WorkerTeam("test", 5);
    team.run(_ -> threads.add(Thread.currentThread()));
    team.close();
    team.close();
    threads.remove(Thread.currentThread());
    assertThat(threads).hasSize(4).noneMatch(Thread::isAlive);
    assertThatIllegalStateException().isThrownBy(() -> team.run(_ -> {}));
  }

  @Test
  void threadsAreNamedAfterTheirTeam() {
    try (WorkerTeam team = new WorkerTeam("cpu-threads", 3)) {
      String[] names = new String[3];
      team.run(worker -> names[worker] = Thread.currentThread().getName());
      assertThat(List.of(names).subList(1, 3))
          .containsExactly("cpu-threads-worker-1", "cpu-threads-worker-2");
    }
  }

  @Test
  void anInterruptDoesNotEndATaskAndIsNotLost() {
    try (WorkerTeam team = new WorkerTeam("test", 2)) {
      AtomicInteger runs = new AtomicInteger();
      Thread.currentThread().interrupt();
      team.run(_ -> runs.incrementAndGet());
      assertThat(runs).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aTeamHasAWorkerAtLeast() {
    assertThatIllegalArgumentException().isThrownBy(() -> new WorkerTeam("test", 0));
  }
}

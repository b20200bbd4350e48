package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.cpu.WorkerTeam;

final class WorkQueuesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100})
  void theOwnerTakesItsItemsInOrder(int items) {
    WorkQueues queues = new WorkQueues(2);
    queues.fill(1, items, 7);
    List<Integer> taken = all(() -> queues.take(1));
    assertThat(taken).isSorted().hasSize(items).doesNotHaveDuplicates();
    assertThat(queues.take(0)).isEqualTo(WorkQueues.NONE);
  }

  @Test
  void othersTakeFromTheBack() {
    WorkQueues queues = new WorkQueues(2);
    queues.fill(0, 10, 1);
    long own = queues.take(0);
    long others = queues.takeFrom(0);
    assertThat(WorkQueues.begin(own)).isZero();
    assertThat(WorkQueues.end(others)).isEqualTo(10);
    assertThat(WorkQueues.begin(others)).isGreaterThan(WorkQueues.end(own));
  }

  @Test
  void runsBecomeShorter() {
    WorkQueues queues = new WorkQueues(1);
    queues.fill(0, 90, 2);
    assertThat(length(queues.take(0))).isEqualTo(30);
    assertThat(length(queues.take(0))).isEqualTo(20);
    while (queues.takeFrom(0) != WorkQueues.NONE) {
      // Until too few are left.
    }
    assertThat(all(() -> queues.take(0))).hasSizeLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({"5, 5.1", "1, 2", "10, 1e20", "10, Infinity"})
  void whatIsNotWorthwhileIsLeftToItsOwner(int items, double worthwhile) {
    WorkQueues queues = new WorkQueues(2);
    queues.fill(0, items, worthwhile);
    assertThat(queues.takeFrom(0)).isEqualTo(WorkQueues.NONE);
    assertThat(all(() -> queues.take(0))).hasSize(items);
  }

  @Test
  void everyItemIsTakenOnceHoweverManyTake() {
    int workers = 5;
    int items = 1000;
    WorkQueues queues = new WorkQueues(workers);
    AtomicIntegerArray taken = new AtomicIntegerArray(workers * items);
    int passes = 200;
    try (WorkerTeam team = new WorkerTeam("test", workers)) {
      team.run(worker -> {
        for (int pass = 0; pass < passes; pass++) {
          queues.fill(worker, items, pass % 7);
          team.barrier(worker);
          for (int i = 0; i < workers; i++) {
            int owner = (worker + i) % workers;
            for (long run;
                (run = i == 0 ? queues.take(worker) : queues.takeFrom(owner))
                    != WorkQueues.NONE; ) {
              for (int item = WorkQueues.begin(run); item < WorkQueues.end(run); item++) {
                taken.incrementAndGet(owner * items + item);
              }
            }
          }
          team.barrier(worker);
        }
      });
    }
    for (int i = 0; i < workers * items; i++) {
      assertThat(taken.get(i)).isEqualTo(passes);
    }
  }

  private static int length(long run) {
    return WorkQueues.end(run) - WorkQueues.begin(run);
  }

  private static List<Integer> all(LongSupplier runs) {
    List<Integer> items = new ArrayList<>();
    for (long run; (run = runs.getAsLong()) != WorkQueues.NONE; ) {
      for (int item = WorkQueues.begin(run); item < WorkQueues.end(run); item++) {
        items.add(item);
      }
    }
    return items;
  }
}

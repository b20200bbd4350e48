package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parallelbackprop.engine.cpu.WorkerTeam;

final class WorkSharesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 64})
  void equalSharesAreThoseOfTheTeam(int workers) {
    WorkShares shares = new WorkShares(workers);
    try (WorkerTeam team = new WorkerTeam("test", workers)) {
      for (int n : new int[] {0, 1, 7, 64, 1000, Integer.MAX_VALUE}) {
        for (int worker = 0; worker <= workers; worker++) {
          assertThat(shares.begin(worker, n)).isEqualTo(team.begin(worker, n));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 64})
  void itemsGoToOneWorkerEachInProportion(int workers) {
    WorkShares shares = new WorkShares(workers);
    int[] weights = new SplittableRandom(workers).ints(workers, 1, 1000).toArray();
    shares.set(weights);
    int all = IntStream.of(weights).sum();
    for (int n : new int[] {0, 1, 7, 64, 1_000_000}) {
      assertThat(shares.begin(0, n)).isZero();
      assertThat(shares.begin(workers, n)).isEqualTo(n);
      for (int worker = 0; worker < workers; worker++) {
        double fair = (double) n * weights[worker] / all;
        assertThat((double) shares.begin(worker + 1, n) - shares.begin(worker, n))
            .isBetween(fair - 1, fair + 1);
        assertThat(shares.of(worker)).isEqualTo((double) weights[worker] / all);
      }
    }
  }
}

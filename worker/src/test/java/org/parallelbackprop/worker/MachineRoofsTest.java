package org.parallelbackprop.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MachineRoofsTest {

  private static final double SECONDS = 0.02;

  /** A roof above what the machine can do would make every engine look worse than it is. */
  @Test
  void nothingIsMeasuredToTakeLessThanAnyThreadNeeded() throws InterruptedException {
    int threads = 4 * Runtime.getRuntime().availableProcessors();
    MachineRoofs roofs = new MachineRoofs(threads);
    for (int repetition = 0; repetition < 5; repetition++) {
      double seconds = roofs.together(thread -> spin());
      assertThat(seconds).isGreaterThanOrEqualTo(SECONDS);
    }
  }

  private static void spin() {
    WorkerClock clock = new WorkerClock();
    while (clock.seconds() < SECONDS) {
      Thread.onSpinWait();
    }
  }
}

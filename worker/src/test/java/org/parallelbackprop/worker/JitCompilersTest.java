package org.parallelbackprop.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class JitCompilersTest {

  @Test
  void idleCompilersAreWatchedForAMomentOnly() {
    assertThat(millisecondsWaited(now -> 7)).isBetween(50L, 51L);
  }

  @Test
  void whatIsBeingCompiledIsWaitedFor() {
    assertThat(millisecondsWaited(now -> Math.min(now, 300) / 20)).isBetween(350L, 352L);
  }

  @Test
  void compilersThatNeverRestAreNotWaitedForLong() {
    assertThat(millisecondsWaited(now -> now)).isBetween(1000L, 1001L);
  }

  /**
   * Of a clock that passes only in pauses, by 1 ms each.
   *
   * @param compiled the compilers' counter after so many milliseconds
   */
  private static long millisecondsWaited(LongUnaryOperator compiled) {
    AtomicLong now = new AtomicLong();
    JitCompilers.awaitIdle(
        () -> compiled.applyAsLong(now.get()), () -> now.get() * 1e-3, now::incrementAndGet);
    return now.get();
  }
}

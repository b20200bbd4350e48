package org.parallelbackprop.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Teams on cores that are only numbers. */
final class SpeedBalanceTest {

  private static final int EXAMPLES = 1000;

  /** Nanoseconds of a stage in which one worker of speed 1 does everything. */
  private static final double ALONE = 1e9;

  /** Cores of a speed each, on which a stage lasts as long as the last of them. */
  private static final class Cores {
    final double[] speeds;
    final WorkShares shares;
    final SpeedBalance balance;

    Cores(int portions, double... speeds) {
      this.speeds = speeds;
      shares = new WorkShares(speeds.length);
      balance = new SpeedBalance(shares, speeds.length, portions);
    }

    double stage() {
      double last = IntStream.range(0, speeds.length).mapToDouble(this::busy).max().orElseThrow();
      for (int worker = 0; worker < speeds.length; worker++) {
        balance.worked(worker, shares.of(worker), (long) busy(worker));
      }
      balance.completed(EXAMPLES, (long) last);
      return last;
    }

    double busy(int worker) {
      return shares.of(worker) / speeds[worker] * ALONE;
    }

    int[] portions(int all) {
      return IntStream.range(0, speeds.length)
          .map(worker -> (int) Math.round(shares.of(worker) * all))
          .toArray();
    }
  }

  @Test
  void equalCoresKeepEqualShares() {
    Cores cores = new Cores(33, 1, 1);
    IntStream.range(0, 100).forEach(i -> cores.stage());
    assertThat(cores.shares.of(0)).isEqualTo(0.5);
    assertThat(cores.balance.smallestShare()).isEqualTo(1, within(1e-12));
    assertThat(cores.balance.largestShare()).isEqualTo(1, within(1e-12));
  }

  /** What the best integers are follows from trying all. */
  @ParameterizedTest
  @CsvSource({"32, 1, 0.5", "32, 0.7, 1", "32, 1, 0.34", "7, 1, 0.6", "4, 0.5, 1", "2, 0.9, 1"})
  void twoCoresEndAsEarlyAsPortionsAllow(int portions, double one, double other) {
    Cores cores = new Cores(portions, one, other);
    IntStream.range(0, 50).forEach(i -> cores.stage());
    double best =
        IntStream.range(1, portions)
            .mapToDouble(n -> Math.max(n / one, (portions - n) / other))
            .min()
            .orElseThrow();
    double last = Math.max(cores.busy(0), cores.busy(1)) / ALONE * portions;
    assertThat(last).isBetween(best * (1 - 1e-9), best * 1.05);
  }

  @Test
  void fourFastAndFourSlowOnesAreDoneTogether() {
    Cores cores = new Cores(64, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5);
    double before = cores.stage();
    IntStream.range(0, 50).forEach(i -> cores.stage());
    assertThat(cores.portions(64)).startsWith(11, 11, 11).contains(5, 5);
    assertThat(cores.stage()).isLessThan(0.72 * before);
    assertThat(cores.balance.largestShare()).isGreaterThan(1.2);
    assertThat(cores.balance.smallestShare()).isLessThan(0.8);
  }

  @Test
  void nobodyGetsMoreThanTwiceAnEqualShareOrNothing() {
    Cores cores = new Cores(24, 1, 0.01, 0.01, 0.01);
    IntStream.range(0, 200).forEach(i -> cores.stage());
    assertThat(cores.portions(24)).containsExactly(12, 4, 4, 4);
    Cores stopped = new Cores(24, 1, 1e-9);
    IntStream.range(0, 200).forEach(i -> stopped.stage());
    assertThat(stopped.portions(24)[1]).isPositive();
  }

  @Test
  void sharesComeBackWhenTheCoreDoes() {
    Cores cores = new Cores(32, 1, 0.5);
    IntStream.range(0, 50).forEach(i -> cores.stage());
    assertThat(cores.portions(32)[1]).isBetween(10, 11);
    cores.speeds[1] = 1;
    IntStream.range(0, 50).forEach(i -> cores.stage());
    assertThat(cores.portions(32)[1]).isBetween(15, 17);
  }

  /** As where waiting lets another program in: the less there is to do, the slower it is done. */
  @Test
  void whatDoesNotHelpIsTakenBackAndSeldomTriedAgain() {
    Cores cores = new Cores(32, 1, 0.8);
    double equal = cores.stage();
    double all = 0;
    for (int i = 0; i < 300; i++) {
      cores.speeds[1] = cores.shares.of(1) < 0.5 ? 0.1 : 0.8;
      all += cores.stage();
    }
    assertThat(all / 300).isLessThan(1.2 * equal);
  }

  /** Interruptions of one stage say nothing of the next. */
  @Test
  void singleInterruptionsMoveLittle() {
    Cores cores = new Cores(32, 1, 1);
    SplittableRandom random = new SplittableRandom(1);
    double all = 0;
    double equal = 0;
    for (int i = 0; i < 500; i++) {
      cores.speeds[0] = random.nextInt(20) == 0 ? 0.7 : 1;
      cores.speeds[1] = random.nextInt(20) == 0 ? 0.7 : 1;
      all += cores.stage();
      equal += ALONE / 2 / Math.min(cores.speeds[0], cores.speeds[1]);
    }
    assertThat(all).isLessThan(1.02 * equal);
  }

  @Test
  void shortStagesAreTakenTogether() {
    WorkShares shares = new WorkShares(2);
    SpeedBalance balance = new SpeedBalance(shares, 2, 32);
    for (int milliseconds = 0; milliseconds < 50; milliseconds++) {
      assertThat(shares.of(0)).isEqualTo(0.5);
      balance.worked(0, 1, 1_000_000);
      balance.worked(1, 1, 500_000);
      balance.completed(EXAMPLES, 1_000_000);
    }
    assertThat(shares.of(0)).isLessThan(0.5);
  }
}

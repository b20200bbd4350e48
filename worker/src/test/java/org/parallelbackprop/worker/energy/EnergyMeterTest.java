package org.parallelbackprop.worker.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.parallelbackprop.results.Energy;

final class EnergyMeterTest {

  /** Reads what it is told to; -1 is a reading that fails. */
  private static final class Scripted implements EnergyCounter {

    private final Deque<Double> readings = new ArrayDeque<>();
    private boolean closed;

    Scripted(double... readings) {
      for (double reading : readings) {
        this.readings.add(reading);
      }
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public Energy.Part part() {
      return Energy.Part.PROCESSOR;
    }

    @Override
    public OptionalDouble joules() {
      double reading = readings.remove();
      return reading < 0 ? OptionalDouble.empty() : OptionalDouble.of(reading);
    }

    @Override
    public double range() {
      return 4096;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static List<Energy.Epoch> joules(double seconds, double... readings) {
    Scripted counter = new Scripted(readings);
    try (EnergyMeter meter = EnergyMeter.of(List.<EnergyCounter>of(counter))) {
      for (int epoch = 1; epoch <= readings.length / 2; epoch++) {
        meter.start();
        meter.stop(seconds);
      }
      assertThat(counter.closed).isFalse();
      return meter.record().orElseThrow().counters().getFirst().epochs();
    } finally {
      assertThat(counter.closed).isTrue();
    }
  }

  private static Energy.Epoch epoch(@Nullable Double trainJoules) {
    return new Energy.Epoch(trainJoules);
  }

  @Test
  void whatIsUsedBetweenEpochsIsNotTheirs() {
    assertThat(joules(1, 10, 12.5, 100, 101)).containsExactly(epoch(2.5), epoch(1.0));
  }

  @Test
  void aCounterThatStartsAgainGoesOn() {
    assertThat(joules(1, 4000, 4, 4, 6)).containsExactly(epoch(100.0), epoch(2.0));
  }

  @Test
  void anEpochInWhichItMightStartAgainMoreThanOnceIsNotKnown() {
    assertThat(joules(4.09, 0, 50)).containsExactly(epoch(50.0));
    assertThat(joules(4.1, 0, 50)).containsExactly(epoch(null));
  }

  @Test
  void aReadingThatFailsIsNotKnown() {
    assertThat(joules(1, 1, -1, -1, 3, 3, 4)).containsExactly(epoch(null), epoch(null), epoch(1.0));
  }

  @Test
  void withoutCountersThereIsNoRecord() {
    try (EnergyMeter meter = EnergyMeter.of(List.<EnergyCounter>of())) {
      meter.start();
      meter.stop(1);
      assertThat(meter.record()).isEmpty();
    }
  }
}

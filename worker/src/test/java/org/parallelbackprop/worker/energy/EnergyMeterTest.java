package org.parallelbackprop.worker.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
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

  private static List<Double> joules(double seconds, double... readings) {
    Scripted counter = new Scripted(readings);
    try (EnergyMeter meter = EnergyMeter.of(List.<EnergyCounter>of(counter))) {
      for (int epoch = 1; epoch <= readings.length / 2; epoch++) {
        meter.start();
        meter.stop(seconds);
      }
      assertThat(counter.closed).isFalse();
      return meter.record().orElseThrow().counters().getFirst().trainJoules();
    } finally {
      assertThat(counter.closed).isTrue();
    }
  }

  @Test
  void whatIsUsedBetweenEpochsIsNotTheirs() {
    assertThat(joules(1, 10, 12.5, 100, 101)).containsExactly(2.5, 1.0);
  }

  @Test
  void aCounterThatStartsAgainGoesOn() {
    assertThat(joules(1, 4000, 4, 4, 6)).containsExactly(100.0, 2.0);
  }

  @Test
  void anEpochInWhichItMightStartAgainMoreThanOnceIsNotKnown() {
    assertThat(joules(4.09, 0, 50)).containsExactly(50.0);
    assertThat(joules(4.1, 0, 50)).containsExactly((Double) null);
  }

  @Test
  void aReadingThatFailsIsNotKnown() {
    assertThat(joules(1, 1, -1, -1, 3, 3, 4)).containsExactly(null, null, 1.0);
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

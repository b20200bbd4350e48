package org.parallelbackprop.analysis.report;

import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Numbers;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.statistics.Interval;
import org.parallelbackprop.analysis.statistics.PairedRatio;
import org.parallelbackprop.analysis.statistics.Sample;
import org.parallelbackprop.analysis.statistics.UnpairedRatio;

/** How estimates and their intervals are written. */
final class Estimates {

  private Estimates() {}

  /** An estimate of a sample, with its interval in brackets if it has one. */
  static Value of(
      Sample sample,
      Function<Sample, Double> estimate,
      Function<Sample, @Nullable Interval> interval,
      DoubleFunction<String> format) {
    return new Value.Quantity(
        estimate.apply(sample),
        withInterval(estimate.apply(sample), interval.apply(sample), format));
  }

  /** A ratio of times, with its interval in brackets if it has one. */
  static Value of(PairedRatio ratio) {
    return new Value.Quantity(
        ratio.estimate(), withInterval(ratio.estimate(), ratio.interval(), Numbers::factor));
  }

  private static String withInterval(
      double estimate, @Nullable Interval interval, DoubleFunction<String> format) {
    return interval == null
        ? format.apply(estimate)
        : format.apply(estimate)
            + " ["
            + format.apply(interval.lower())
            + ", "
            + format.apply(interval.upper())
            + "]";
  }

  /** A ratio of times that were not measured in pairs, likewise. */
  static Value of(UnpairedRatio ratio) {
    return new Value.Quantity(
        ratio.estimate(), withInterval(ratio.estimate(), ratio.interval(), Numbers::factor));
  }

  /** A difference of accuracies, with its sign, the minus as typeset. */
  static Value accuracyDifference(double difference) {
    String shown = Numbers.accuracy(Math.abs(difference));
    boolean zero = shown.equals(Numbers.accuracy(0));
    return new Value.Quantity(difference, zero ? shown : (difference < 0 ? "−" : "+") + shown);
  }

  /** An end of an interval for programs; nothing without one. */
  static Value end(@Nullable Interval interval, ToDoubleFunction<Interval> end) {
    return interval == null ? Value.missing("") : number(end.applyAsDouble(interval));
  }

  /** A number for programs. */
  static Value number(double value) {
    return new Value.Quantity(value, Numbers.shortest(value));
  }
}

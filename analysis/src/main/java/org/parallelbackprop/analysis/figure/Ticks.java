package org.parallelbackprop.analysis.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/** Where an axis is marked. */
final class Ticks {

  private static final int MOST = 8;

  private Ticks() {}

  /** The distinct values; every second one, fourth one, … if they are many. */
  static List<Double> at(DoubleStream values) {
    List<Double> distinct = new ArrayList<>(new TreeSet<>(values.boxed().toList()));
    while (distinct.size() > MOST) {
      List<Double> fewer = new ArrayList<>();
      for (int i = 0; i < distinct.size(); i += 2) {
        fewer.add(distinct.get(i));
      }
      distinct = fewer;
    }
    return distinct;
  }

  /** Multiples of 1, 2 or 5 times a power of ten in a range of counts, at most eight. */
  static List<Double> counts(double min, double max) {
    long step = 1;
    for (int i = 1; Math.floor(max / step) - Math.ceil(min / step) + 1 > MOST; i++) {
      // 2, 5, 10, 20, 50, …
      step = i % 3 == 2 ? step / 2 * 5 : step * 2;
    }
    List<Double> ticks = new ArrayList<>();
    for (double tick = Math.ceil(min / step) * step; tick <= max; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  /** Powers of ten around a range, with steps between them where they alone would be few. */
  static List<Double> logarithmic(double min, double max) {
    double decades = Math.log10(max / min);
    int first = (int) Math.floor(Math.log10(min));
    int last = (int) Math.ceil(Math.log10(max));
    double[] steps =
        decades > 3
            ? new double[] {1}
            : decades > 1
                ? new double[] {1, 3}
                : decades > 0.7 ? new double[] {1, 2, 5} : new double[] {1, 1.5, 2, 3, 4, 5, 7};
    List<Double> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent++) {
      for (double step : steps) {
        // Through decimal text, so that 10⁻³ is the double nearest to 0.001.
        double tick = new BigDecimal(step).scaleByPowerOfTen(exponent).doubleValue();
        if (tick >= min / 1.5 && tick <= max * 1.5) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** The shortest way to write a tick. */
  static String label(double tick) {
    return new BigDecimal(Double.toString(tick)).stripTrailingZeros().toPlainString();
  }
}

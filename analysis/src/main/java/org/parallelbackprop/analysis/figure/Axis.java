package org.parallelbackprop.analysis.figure;

/**
 * An axis of a chart.
 *
 * @param title what it shows, with the unit
 * @param scale how values are placed
 */
public record Axis(String title, Scale scale) {

  /** How values are placed on an axis. */
  public enum Scale {
    LINEAR,
    /** Linear, marked at whole numbers. */
    COUNT,
    /** Logarithmic, marked at powers of ten and, on a short axis, at multiples of them. */
    LOGARITHMIC,
    /** Logarithmic, marked at the values that occur. */
    LOGARITHMIC_AT_VALUES
  }
}

package org.parallelbackprop.analysis.figure;

import java.util.List;

/**
 * One of the charts that stand side by side in a figure, with common axes.
 *
 * @param title what sets it apart from the others; empty if it is the only one
 * @param series what it shows
 */
public record Panel(String title, List<Series> series) {

  public Panel {
    series = List.copyOf(series);
  }
}

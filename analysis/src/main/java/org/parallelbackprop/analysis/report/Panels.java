package org.parallelbackprop.analysis.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.figure.Axis;
import org.parallelbackprop.analysis.figure.LineChart;
import org.parallelbackprop.analysis.figure.Panel;
import org.parallelbackprop.analysis.figure.Series;
import org.parallelbackprop.analysis.findings.CellFinding;
import org.parallelbackprop.analysis.statistics.Interval;
import org.parallelbackprop.analysis.statistics.Sample;

/** From cells to the panels and series of a chart. */
final class Panels {

  /** More panels than this cannot be taken in at a glance. */
  private static final int MOST = 9;

  private Panels() {}

  /** One panel for each combination of the given settings, one series for each engine in it. */
  static List<Panel> of(
      List<CellFinding> cells,
      Layout layout,
      List<String> settings,
      Function<CellFinding, List<Series.Point>> points) {
    Map<String, Map<String, Series>> panels = new LinkedHashMap<>();
    for (CellFinding cell : cells) {
      List<Series.Point> own = points.apply(cell);
      if (own.isEmpty()) {
        continue;
      }
      panels
          .computeIfAbsent(layout.words(cell.cell(), settings), key -> new LinkedHashMap<>())
          .merge(
              layout.series(cell.cell()),
              new Series(layout.series(cell.cell()), layout.style(cell.cell()), own),
              Panels::joined);
    }
    List<Panel> list = new ArrayList<>();
    panels.forEach((title, series) -> list.add(new Panel(title, List.copyOf(series.values()))));
    return list;
  }

  private static Series joined(Series a, Series b) {
    List<Series.Point> all = new ArrayList<>(a.points());
    all.addAll(b.points());
    all.sort((left, right) -> Double.compare(left.x(), right.x()));
    return new Series(a.name(), a.style(), all);
  }

  /** The median of a sample and its interval as a point; none without a sample. */
  static List<Series.Point> median(double x, @Nullable Sample sample) {
    if (sample == null) {
      return List.of();
    }
    return List.of(point(x, sample.median(), sample.medianInterval()));
  }

  static Series.Point point(double x, double y, @Nullable Interval interval) {
    return interval == null
        ? Series.Point.at(x, y)
        : new Series.Point(x, y, interval.lower(), interval.upper());
  }

  /** The figure, or nothing if there is no point to draw. */
  static List<Block> figure(String name, String caption, List<Panel> panels, Axis x, Axis y) {
    if (panels.isEmpty()) {
      return List.of();
    }
    boolean cut = panels.size() > MOST;
    LineChart chart = new LineChart(x, y, cut ? panels.subList(0, MOST) : panels);
    return List.of(
        new Block.Figure(
            name,
            cut
                ? caption
                    + " The first %d of %d combinations of settings; the tables have all."
                        .formatted(MOST, panels.size())
                : caption,
            chart.svg(name)));
  }
}

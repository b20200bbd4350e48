package org.parallelbackprop.analysis.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Panels of points that lines join, with a common legend.
 *
 * @param x horizontal axis
 * @param y vertical axis
 * @param panels at least one, each with at least one point
 */
public record LineChart(Axis x, Axis y, List<Panel> panels) {

  private static final int PANEL_WIDTH = 330;
  private static final int PANEL_HEIGHT = 250;
  private static final int LEGEND_LETTER_WIDTH = 7;
  private static final double LARGEST_POINT = 5;
  private static final double SMALLEST_POINT = 3.5;

  /** Room beyond the outermost points, as a share of the range on the axis. */
  private static final double MARGIN = 0.07;

  /** Half the range that a single value gets on a logarithmic axis, as a factor. */
  private static final double FACTOR_AROUND_ONE_VALUE = 2;

  public LineChart {
    panels = List.copyOf(panels);
  }

  /**
   * Draws it.
   *
   * @param name unique within a page; identifiers in the drawing start with it
   */
  public String svg(String name) {
    int columns = Math.min(panels.size(), panels.size() == 4 ? 2 : 3);
    int rows = (panels.size() + columns - 1) / columns;
    int legend =
        80
            + LEGEND_LETTER_WIDTH
                * legend().keySet().stream().mapToInt(String::length).max().orElse(0);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("kind", "plot");
    spec.put("data", data());
    spec.put(
        "mapping",
        Map.of(
            "x",
            "x",
            "y",
            "y",
            "color",
            "series",
            "shape",
            "series",
            "linetype",
            "series",
            "group",
            "series"));
    spec.put("layers", layers());
    spec.put("scales", scales());
    spec.put(
        "ggsize",
        Map.of(
            "width", columns * (columns == 1 ? 2 : 1) * PANEL_WIDTH + legend,
            "height", rows * PANEL_HEIGHT + (columns == 1 ? 170 : 60)));
    if (panels.size() > 1) {
      spec.put(
          "facet",
          Map.of("name", "wrap", "facets", List.of("panel"), "ncol", columns, "order", List.of(1)));
    }
    return Svg.render(name, spec);
  }

  private Stream<Series.Point> points() {
    return panels.stream().flatMap(p -> p.series().stream()).flatMap(s -> s.points().stream());
  }

  private Map<String, Style> legend() {
    Map<String, Style> styles = new LinkedHashMap<>();
    panels.forEach(panel -> panel.series().forEach(s -> styles.putIfAbsent(s.name(), s.style())));
    return styles;
  }

  private Map<String, Object> data() {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    List<Double> lower = new ArrayList<>();
    List<Double> upper = new ArrayList<>();
    List<String> series = new ArrayList<>();
    List<String> panel = new ArrayList<>();
    for (Panel p : panels) {
      for (Series s : p.series()) {
        for (Series.Point point : s.points()) {
          xs.add(point.x());
          ys.add(point.y());
          lower.add(point.lower());
          upper.add(point.upper());
          series.add(s.name());
          panel.add(Svg.inOrder(panels.indexOf(p), p.title()));
        }
      }
    }
    return new LinkedHashMap<>(
        Map.of("x", xs, "y", ys, "lower", lower, "upper", upper, "series", series, "panel", panel));
  }

  private List<Object> layers() {
    List<Object> layers = new ArrayList<>();
    if (points().anyMatch(point -> point.lower() < point.upper())) {
      layers.add(
          new LinkedHashMap<>(
              Map.of(
                  "geom",
                  "linerange",
                  "mapping",
                  Map.of("ymin", "lower", "ymax", "upper"),
                  "size",
                  0.8,
                  "linetype",
                  "solid",
                  "show_legend",
                  false)));
    }
    layers.add(new LinkedHashMap<>(Map.of("geom", "path", "size", 0.9)));
    layers.add(new LinkedHashMap<>(Map.of("geom", "point", "mapping", Map.of("size", "series"))));
    return layers;
  }

  private List<Object> scales() {
    List<Object> scales = new ArrayList<>();
    scales.add(scale("x", x, points().mapToDouble(Series.Point::x)));
    scales.add(
        scale(
            "y",
            y,
            points().flatMapToDouble(point -> DoubleStream.of(point.lower(), point.upper()))));
    List<Style> styles = List.copyOf(legend().values());
    List<String> names = List.copyOf(legend().keySet());
    scales.add(manual("color", names, styles.stream().map(Style::colourCode).toList()));
    scales.add(manual("shape", names, styles.stream().map(Style::symbol).toList()));
    scales.add(manual("linetype", names, styles.stream().map(Style::line).toList()));
    scales.add(manual("size", names, sizes(names.size())));
    return scales;
  }

  /** Later points are smaller, so that one that lies exactly on another does not hide it. */
  private static List<Double> sizes(int series) {
    List<Double> sizes = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      sizes.add(LARGEST_POINT - (LARGEST_POINT - SMALLEST_POINT) * i / Math.max(1, series - 1));
    }
    return sizes;
  }

  private static Map<String, Object> manual(String aesthetic, List<String> names, List<?> values) {
    return new LinkedHashMap<>(
        Map.of("aesthetic", aesthetic, "values", values, "limits", names, "name", ""));
  }

  private static Map<String, Object> scale(String aesthetic, Axis axis, DoubleStream values) {
    Map<String, Object> scale = new LinkedHashMap<>();
    scale.put("aesthetic", aesthetic);
    scale.put("name", axis.title());
    if (axis.scale() == Axis.Scale.LINEAR) {
      return scale;
    }
    double[] all = values.toArray();
    double min = DoubleStream.of(all).min().orElseThrow();
    double max = DoubleStream.of(all).max().orElseThrow();
    if (axis.scale() == Axis.Scale.COUNT) {
      List<Double> counts = Ticks.counts(min, max);
      scale.put("breaks", counts);
      scale.put("labels", counts.stream().map(Ticks::label).toList());
      return scale;
    }
    List<Double> ticks =
        axis.scale() == Axis.Scale.LOGARITHMIC_AT_VALUES
            ? Ticks.at(DoubleStream.of(all))
            : Ticks.logarithmic(min, max);
    scale.put("trans", "log10");
    scale.put("breaks", ticks);
    scale.put("labels", ticks.stream().map(Ticks::label).toList());
    // Lets-Plot's own margin is added before the logarithm is taken and cuts points at the edges.
    double margin = min == max ? FACTOR_AROUND_ONE_VALUE : Math.pow(max / min, MARGIN);
    scale.put("limits", List.of(min / margin, max * margin));
    scale.put("expand", List.of(0, 0));
    return scale;
  }
}

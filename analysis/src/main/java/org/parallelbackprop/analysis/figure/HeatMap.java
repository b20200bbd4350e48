package org.parallelbackprop.analysis.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values over two settings as coloured fields that hold their numbers.
 *
 * @param x title of the horizontal axis
 * @param y title of the vertical axis
 * @param value what the fields show
 * @param fields the fields
 */
public record HeatMap(String x, String y, String value, List<Field> fields) {

  private static final int FIELD_WIDTH = 90;
  private static final int FIELD_HEIGHT = 48;
  private static final int PANEL_GAP = 40;

  /**
   * A field.
   *
   * @param panel what sets its panel apart from the others; empty if it is the only one
   * @param column its column, in words
   * @param row its row, in words
   * @param value its value
   * @param shown the value in words
   */
  public record Field(String panel, String column, String row, double value, String shown) {}

  public HeatMap {
    fields = List.copyOf(fields);
  }

  /**
   * Draws it; columns, rows and panels in the order in which they occur.
   *
   * @param name unique within a page; identifiers in the drawing start with it
   */
  public String svg(String name) {
    List<String> columns = fields.stream().map(Field::column).distinct().toList();
    List<String> rows = fields.stream().map(Field::row).distinct().toList();
    List<String> panels = fields.stream().map(Field::panel).distinct().toList();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("kind", "plot");
    spec.put("data", data(panels));
    spec.put("mapping", Map.of("x", "column", "y", "row", "fill", "value"));
    spec.put(
        "layers",
        List.of(
            new LinkedHashMap<>(Map.of("geom", "tile")),
            new LinkedHashMap<>(
                Map.of(
                    "geom",
                    "label",
                    "mapping",
                    Map.of("label", "shown"),
                    "fill",
                    "#FFFFFF",
                    "color",
                    "#1F2328",
                    "label_size",
                    0,
                    "size",
                    5,
                    "show_legend",
                    false))));
    spec.put(
        "scales",
        List.of(
            discrete("x", x, columns),
            discrete("y", y, rows),
            new LinkedHashMap<>(
                Map.of(
                    "aesthetic",
                    "fill",
                    "name",
                    value,
                    "scale_mapper_kind",
                    "color_gradient",
                    "low",
                    "#E6F0F8",
                    "high",
                    "#0072B2"))));
    spec.put(
        "ggsize",
        Map.of(
            "width", panels.size() * (columns.size() * FIELD_WIDTH + PANEL_GAP) + 200,
            "height", rows.size() * FIELD_HEIGHT + 120));
    if (panels.size() > 1) {
      spec.put(
          "facet",
          Map.of(
              "name",
              "wrap",
              "facets",
              List.of("panel"),
              "ncol",
              panels.size(),
              "order",
              List.of(1)));
    }
    return Svg.render(name, spec);
  }

  private static Map<String, Object> discrete(String aesthetic, String title, List<String> limits) {
    return new LinkedHashMap<>(
        Map.of("aesthetic", aesthetic, "name", title, "limits", limits, "discrete", true));
  }

  private Map<String, Object> data(List<String> panels) {
    List<String> panel = new ArrayList<>();
    List<String> column = new ArrayList<>();
    List<String> row = new ArrayList<>();
    List<Double> value = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (Field field : fields) {
      panel.add(Svg.inOrder(panels.indexOf(field.panel()), field.panel()));
      column.add(field.column());
      row.add(field.row());
      value.add(field.value());
      shown.add(field.shown());
    }
    return new LinkedHashMap<>(
        Map.of("panel", panel, "column", column, "row", row, "value", value, "shown", shown));
  }
}

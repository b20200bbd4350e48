package org.parallelbackprop.analysis.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jetbrains.letsPlot.commons.encoding.RGBEncoder;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;
import org.parallelbackprop.results.VisibleText;

/** Has Lets-Plot draw, and makes of it a file that is the same everywhere and fits every page. */
final class Svg {

  private static final Pattern IDENTIFIER = Pattern.compile("\\bid=\"(\\w+)\"");
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");
  private static final Pattern SIZE = Pattern.compile("width=\"(\\d+)\" height=\"(\\d+)\"");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  /** Separates a panel's place from its title. */
  private static final String PLACE_END = "\u241F";

  private static final Pattern PLACE = Pattern.compile("\\d{3}" + PLACE_END);

  private Svg() {}

  /** A panel's title that sorts by the panel's place, as Lets-Plot does; the place is not drawn. */
  static String inOrder(int place, String title) {
    return "%03d%s%s".formatted(place, PLACE_END, title);
  }

  /**
   * Draws.
   *
   * @param name what identifiers and the class of the drawing start with, so that several drawings
   *     can stand in one page
   * @param spec the plot in the form that Lets-Plot's languages share
   */
  static String render(String name, Map<String, Object> spec) {
    Map<String, Object> themed = new LinkedHashMap<>();
    spec.forEach((key, value) -> themed.put(key, visible(value)));
    themed.put("theme", Map.of("name", "light", "axis_text_x", Map.of("angle", 0, "blank", false)));
    String drawn =
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            themed, null, new NoPictures(), true);
    String inOrder = PLACE.matcher(drawn).replaceAll("");
    return withDarkPage(name, rounded(renamed(name, inOrder))) + "\n";
  }

  /** Names come from files that anybody may have written; an SVG takes no control characters. */
  private static Object visible(Object value) {
    return switch (value) {
      case String text -> VisibleText.of(text);
      case List<?> list -> list.stream().map(Svg::visible).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> visible = new LinkedHashMap<>();
        map.forEach((key, each) -> visible.put(key, visible(each)));
        yield visible;
      }
      default -> value;
    };
  }

  /** Lets-Plot draws random identifiers; they are numbered instead, in order of appearance. */
  private static String renamed(String name, String svg) {
    Set<String> identifiers = new LinkedHashSet<>();
    IDENTIFIER.matcher(svg).results().forEach(match -> identifiers.add(match.group(1)));
    String text = svg;
    int number = 0;
    for (String identifier : identifiers) {
      String own = name + "-" + ++number;
      text =
          text.replace("id=\"" + identifier + '"', "id=\"" + own + '"')
              .replace("#" + identifier, "#" + own);
    }
    return text;
  }

  /** Two decimals are a hundredth of a pixel, and hide the last bits of a platform's logarithm. */
  private static String rounded(String svg) {
    return TAG.matcher(svg)
        .replaceAll(tag -> LONG_NUMBER.matcher(tag.group()).replaceAll(Svg::twoDecimals));
  }

  private static String twoDecimals(MatchResult number) {
    BigDecimal value = new BigDecimal(number.group()).setScale(2, RoundingMode.HALF_EVEN);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static String withDarkPage(String name, String svg) {
    return SIZE.matcher(svg)
        .replaceFirst("class=\"plt-container " + name + "\" viewBox=\"0 0 $1 $2\" $0")
        .replaceFirst(" class=\"plt-container\"", "")
        .replace("</style>", darkPage(name) + "</style>")
        .replace("Lucida Grande, sans-serif", "sans-serif");
  }

  /** Colours that the theme draws with, and what they become on a dark page. */
  private static String darkPage(String name) {
    return """
    @media (prefers-color-scheme: dark) {
      .%1$s text { fill: #d0d7de !important; }
      .%1$s [fill="rgb(255,255,255)"] { fill: #161b22; }
      .%1$s [fill="rgb(217,217,217)"] { fill: #30363d; }
      .%1$s [stroke="rgb(255,255,255)"] { stroke: #161b22; }
      .%1$s [stroke="rgb(201,201,201)"] { stroke: #484f58; }
      .%1$s [stroke="rgb(233,233,233)"] { stroke: #30363d; }
      .%1$s [stroke="rgb(71,71,71)"] { stroke: #8b949e; }
    }
    """
        .formatted(name);
  }

  /** Charts of ours hold no bitmaps. */
  private static final class NoPictures implements RGBEncoder {
    @Override
    public String toDataUrl(int width, int height, int[] argb) {
      throw new UnsupportedOperationException("no chart holds a bitmap");
    }
  }
}

package org.parallelbackprop.runner.command;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.runner.plan.CellSettingsView;

/**
 * Picks cells: {@code engine=cpu-vector|cpu-blas,threads=2} meets a cell whose settings have one of
 * the values for every key.
 *
 * @param allowed values by key
 */
record CellFilter(Map<String, List<String>> allowed) {

  CellFilter {
    allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
  }

  /**
   * Reads a filter.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static CellFilter parse(String text) {
    Map<String, List<String>> allowed = new LinkedHashMap<>();
    for (String term : text.split(",", -1)) {
      int equals = term.indexOf('=');
      if (equals < 1 || equals == term.length() - 1) {
        throw new IllegalArgumentException(
            "`"
                + text
                + "` picks no cells: write key=value, several joined by commas, alternatives by |,"
                + " e.g. engine=cpu-vector,threads=1|2");
      }
      allowed.put(
          term.substring(0, equals).strip(),
          Arrays.stream(term.substring(equals + 1).split("\\|", -1)).map(String::strip).toList());
    }
    return new CellFilter(allowed);
  }

  boolean meets(CellSettings cell) {
    Map<String, String> settings = CellSettingsView.of(cell);
    return allowed.entrySet().stream()
        .allMatch(rule -> {
          String value = settings.get(rule.getKey());
          return value != null && rule.getValue().contains(value);
        });
  }

  @Override
  public String toString() {
    return allowed.entrySet().stream()
        .map(rule -> rule.getKey() + "=" + String.join("|", rule.getValue()))
        .collect(Collectors.joining(","));
  }
}

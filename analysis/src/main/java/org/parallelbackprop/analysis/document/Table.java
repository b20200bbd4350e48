package org.parallelbackprop.analysis.document;

import java.util.List;

/**
 * A table of a report; also {@code tables/NAME.csv}.
 *
 * @param name file name without extension
 * @param columns its columns
 * @param rows values in the order of the columns
 */
public record Table(String name, List<Column> columns, List<List<Value>> rows) {

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Value> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "table " + name + " has " + columns.size() + " columns, but a row has " + row.size());
      }
    }
  }

  /** Path of its CSV file, relative to the report. */
  public String file() {
    return "tables/" + name + ".csv";
  }
}

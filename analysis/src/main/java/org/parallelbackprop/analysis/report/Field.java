package org.parallelbackprop.analysis.report;

import java.util.List;
import java.util.function.Function;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.Table;
import org.parallelbackprop.analysis.document.Value;

/**
 * A column and what stands in it.
 *
 * @param <T> what a row is about
 * @param column the column
 * @param value the field of a row
 */
record Field<T>(Column column, Function<T, Value> value) {

  /** The table of these fields, one row for each thing. */
  static <T> Table table(String name, List<Field<T>> fields, List<T> things) {
    return new Table(
        name,
        fields.stream().map(Field::column).toList(),
        things.stream()
            .map(thing -> fields.stream().map(field -> field.value().apply(thing)).toList())
            .toList());
  }
}

package org.parallelbackprop.runner.spec;

/**
 * Where something stands in an experiment file.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(int line, int column) implements Comparable<Place> {

  /** The beginning of a file. */
  public static final Place START = new Place(1, 1);

  @Override
  public int compareTo(Place other) {
    return line == other.line
        ? Integer.compare(column, other.column)
        : Integer.compare(line, other.line);
  }
}

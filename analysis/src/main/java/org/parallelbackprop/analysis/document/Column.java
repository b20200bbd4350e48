package org.parallelbackprop.analysis.document;

/**
 * A column of a table.
 *
 * @param title for people, with the unit
 * @param csvName for programs: snake_case with the unit; empty if the column is not in the CSV file
 * @param audience who gets to see it
 * @param numeric whether it is aligned to the right
 */
public record Column(String title, String csvName, Audience audience, boolean numeric) {

  /** Where a column appears. */
  public enum Audience {
    EVERYBODY,
    /** Columns that repeat for programs what others say in words. */
    PROGRAMS,
    /** Columns that put several columns for programs into words. */
    PEOPLE
  }

  /** A column of words. */
  public static Column words(String title, String csvName) {
    return new Column(title, csvName, Audience.EVERYBODY, false);
  }

  /** A column of numbers. */
  public static Column number(String title, String csvName) {
    return new Column(title, csvName, Audience.EVERYBODY, true);
  }

  /** A column of numbers that stands in the CSV file only. */
  public static Column forPrograms(String csvName) {
    return new Column("", csvName, Audience.PROGRAMS, true);
  }

  /** A column that stands in the report only. */
  public static Column forPeople(String title) {
    return new Column(title, "", Audience.PEOPLE, true);
  }
}

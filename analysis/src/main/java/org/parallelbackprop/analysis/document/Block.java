package org.parallelbackprop.analysis.document;

import java.util.List;

/** A part of a report, in plain text: writers escape whatever their format needs escaped. */
public sealed interface Block {

  /**
   * A heading.
   *
   * @param level 1 for the title
   * @param text its text
   */
  record Heading(int level, String text) implements Block {}

  /** A paragraph. */
  record Paragraph(String text) implements Block {}

  /** A list with bullets. */
  record Bullets(List<String> items) implements Block {
    public Bullets {
      items = List.copyOf(items);
    }
  }

  /** Something to type or to read as it is. */
  record Code(String text) implements Block {}

  /** A table, also written as a CSV file. */
  record Grid(Table table) implements Block {}

  /** A table that is too long to be shown and stands in its CSV file only. */
  record Attachment(Table table) implements Block {}

  /**
   * A figure.
   *
   * @param name file name without extension
   * @param caption what it shows
   * @param svg the drawing
   */
  record Figure(String name, String caption, String svg) implements Block {

    /** Path of its file, relative to the report. */
    public String file() {
      return "figures/" + name + ".svg";
    }
  }
}

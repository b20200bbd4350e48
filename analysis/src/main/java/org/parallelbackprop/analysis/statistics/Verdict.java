package org.parallelbackprop.analysis.statistics;

/** What a comparison of two running times comes to. */
public enum Verdict {
  FASTER("faster"),
  SLOWER("slower"),
  INDISTINGUISHABLE("indistinguishable"),
  NOT_ENOUGH_DATA("not enough data");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** The verdict in running text. */
  public String words() {
    return words;
  }
}

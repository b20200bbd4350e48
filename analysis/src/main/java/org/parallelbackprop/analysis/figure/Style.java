package org.parallelbackprop.analysis.figure;

import java.util.List;

/**
 * How a series looks: colour says which engine, symbol and line which variant of it.
 *
 * @param colour index into the palette
 * @param variant index into symbols and lines
 */
public record Style(int colour, int variant) {

  /**
   * The palette of M. Okabe and K. Ito, "Color Universal Design", 2008, told apart with any colour
   * vision. Its yellow is left out, which has too little contrast on white, and its black is a grey
   * that can be seen on a dark page.
   */
  private static final List<String> PALETTE =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#808080");

  /** Circle, triangle, square, diamond, then hollow ones. */
  private static final List<Integer> SYMBOLS = List.of(16, 17, 15, 18, 1, 2, 0, 5);

  private static final List<String> LINES = List.of("solid", "longdash", "dotted", "dotdash");

  String colourCode() {
    return PALETTE.get(colour % PALETTE.size());
  }

  /**
   * Symbols go on where the palette starts again, so that series of one colour look different: up
   * to four variants of each of twice as many engines as there are colours.
   */
  int symbol() {
    return SYMBOLS.get((variant + colour / PALETTE.size() * 4) % SYMBOLS.size());
  }

  String line() {
    return LINES.get(variant % LINES.size());
  }
}

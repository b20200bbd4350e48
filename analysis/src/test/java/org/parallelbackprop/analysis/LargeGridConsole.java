package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the results folder of a large grid, to measure how long its report takes: {@code
 * LargeGridConsole DIR}, then {@code time ./run-experiments report DIR}.
 */
public final class LargeGridConsole {

  private LargeGridConsole() {}

  /**
   * Writes it.
   *
   * @param arguments the folder, which must not exist
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: LargeGridConsole DIR");
    }
    LargeGrid.write(Path.of(arguments[0]), true);
    System.out.printf("%d runs in %s%n", LargeGrid.CELLS * LargeGrid.BLOCKS, Path.of(arguments[0]));
  }
}

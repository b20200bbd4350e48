package org.parallelbackprop.engine.gpu.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program behind {@code gpu-check}: a page of Markdown on standard output. */
public final class GpuCheckConsole {

  private static final int DIFFERENCES = 1;
  private static final int WRONG_ARGUMENTS = 2;

  private GpuCheckConsole() {}

  /**
   * Measures.
   *
   * @param arguments see {@link CheckPlan#parse}
   */
  public static void main(String[] arguments) throws IOException {
    CheckPlan plan;
    try {
      plan = CheckPlan.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("gpu-check: " + e.getMessage());
      System.exit(WRONG_ARGUMENTS);
      return;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (!new GpuCheck(plan, out).run()) {
      System.exit(DIFFERENCES);
    }
  }
}

package org.parallelbackprop.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The program: {@code report DIR}.
 *
 * <p>Exit codes: 0 done, 2 wrong arguments or a folder that holds no readable plan.
 */
public final class AnalysisConsole {

  private static final int DONE = 0;
  private static final int WRONG_INPUT = 2;

  private static final String USAGE = "usage: report RESULTS_DIR";

  private AnalysisConsole() {}

  /** Does what the arguments say and ends the JVM with the exit code. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    if (arguments.size() != 2 || !arguments.getFirst().equals("report")) {
      System.err.println(USAGE);
      return WRONG_INPUT;
    }
    Path folder = Path.of(arguments.get(1));
    if (!Files.isRegularFile(folder.resolve("plan.json"))) {
      System.err.println(folder + " is not a folder of results: it holds no plan.json");
      return WRONG_INPUT;
    }
    try {
      System.out.println(ReportCommand.write(folder));
      return DONE;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return WRONG_INPUT;
    }
  }
}
